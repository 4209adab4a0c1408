import type { Translation } from '../inLanguage';
import type { words as invoicesWords } from '../../pages/invoices/words';
import type { words as licenseWords } from '../../pages/license/words';
import type { words as teamWords } from '../../pages/team/words';

export const license: Translation<typeof licenseWords> = {
  title: 'Lizenz',
  lead: 'Was Sie auf dieser Appliance haben, und was es außerdem gibt.',
  yours: 'Ihre Lizenz',
  tier: 'Lizenz',
  kind: 'Sie sind',
  kinds: { organization: 'Eine Organisation', team: 'Ein Team' },
  expiry: 'Gültig bis',
  never: 'Läuft nicht ab',
  inUse: 'In Benutzung',
  users: 'Benutzer',
  clients: 'Rechner',
  openSessions: 'Offene Sitzungen',
  comparison: 'Die Lizenzen',
  feature: 'Was dazugehört',
  own: 'Ihre',
  yes: 'Ja',
  no: 'Nein',
  rows: {
    users: 'Benutzer verwalten',
    clients: 'Rechner, Sitzungen und Adressbücher',
    team: 'Team',
    invite_users: 'Benutzer einladen',
    user_roles: 'Rollen der Benutzer verwalten',
    organization: 'Organisation, mit eigenen Regeln und Aliasen',
    user_providers: 'Benutzerquellen',
    create_users: 'Benutzer anlegen',
    roles: 'Vorgegebene und eigene Rollen',
    groups: 'Gruppen',
    permission_sets: 'Rechtesätze',
  },
  changing: 'Eine andere Lizenz',
  changingText:
    'Wer diese Appliance betreibt, gibt sie Ihnen. Hier wird nichts gekauft oder freigeschaltet, und niemand außerhalb wird gefragt.',
  changingOwn:
    'Sie betreiben diese Appliance: Auf der Seite „Organisationen“ ändern Sie die Lizenz einer jeden, auch Ihre. Es wird nichts gekauft oder freigeschaltet, und niemand außerhalb wird gefragt.',
  toOrganizations: 'Zu den Organisationen',
};

export const invoices: Translation<typeof invoicesWords> = {
  title: 'Rechnungen',
  lead: 'An wen die Rechnungen für diese Lizenz gehen.',
  customer: 'Kunde und Firma',
  text: 'Nur für Ihre Unterlagen. Hier wird nichts abgebucht, und nichts davon wird irgendwohin gesendet.',
  fields: {
    company: 'Firma',
    contact: 'Ansprechperson',
    street: 'Straße und Hausnummer',
    postal_code: 'Postleitzahl',
    city: 'Ort',
    country: 'Land',
    vat_id: 'USt-IdNr.',
    email: 'E-Mail',
    phone: 'Telefon',
    customer_number: 'Kundennummer',
    order_number: 'Bestellnummer',
    payment: 'Zahlung',
  },
  paymentHelp: 'Wie diese Lizenz bezahlt wird, in eigenen Worten. Keine Karten- oder Kontonummern: Auch andere hier können es lesen.',
  nothing: 'Noch nichts eingetragen',
  nothingText: 'Wer Rechnungen ändern darf, kann es hier eintragen.',
  save: 'Speichern',
  saved: 'Gespeichert.',
};

export const team: Translation<typeof teamWords> = {
  title: 'Team',
  lead: 'Wer Sie auf dieser Appliance sind. Ihre Lizenz macht Sie zu einem Team.',
  about: 'Angaben',
  name: 'Name des Teams',
  nameFixed: 'Der Name lässt sich nicht ändern.',
  id: 'Organisations-ID',
  idHelp: 'Alle hier geben sie bei der Anmeldung ein.',
  description: 'Kurze Beschreibung',
  noDescription: 'Keine',
  save: 'Speichern',
  saved: 'Gespeichert.',
  deletion: {
    heading: 'Team löschen',
    text: 'Alles darin verschwindet endgültig: Benutzer, Rechner, Sitzungen, Relays und das Protokoll. Seine Rechner werden sofort getrennt, und alle werden abgemeldet, auch Sie. Exportieren Sie vorher, was Sie behalten müssen.',
    own: 'Diesem Team gehört die Appliance: Ohne es könnte niemand sie betreiben, darum lässt es sich hier nicht löschen. Um die Appliance aufzugeben, halten Sie sie an und löschen Sie ihr Datenverzeichnis.',
    action: 'Team löschen',
    wrong: 'Das ist nicht der Name des Teams.',
  },
};
