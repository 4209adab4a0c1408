import type { Translation } from '../inLanguage';
import type { passkeyWords as faultWords } from '../../api/passkeyWords';
import type { factorWords } from '../../pages/profile/factorWords';
import type { historyWords } from '../../pages/profile/historyWords';
import type { passkeyWords } from '../../pages/profile/passkeyWords';
import type { keysWords, words } from '../../pages/profile/words';
import { actions, how } from './audit';
import { plural } from './plural';

export const profile: Translation<typeof words> = {
  title: 'Mein Profil',
  account: 'Konto',
  name: 'Name',
  email: 'E-Mail-Adresse',
  organization: 'Organisation',
  organizationId: 'Organisations-ID',
  id: 'Ihre ID',
  alias: 'Ihr Alias',
  addressHelp: 'Die Zugriffsliste eines Rechners nennt damit, wer anfragen darf.',
  roles: 'Rollen',
  password: 'Passwort ändern',
  passwordText: 'Überall sonst, wo Sie angemeldet sind, müssen Sie sich neu anmelden.',
  current: 'Bisheriges Passwort',
  next: 'Neues Passwort',
  change: 'Passwort ändern',
  changed: 'Ihr Passwort wurde geändert. Ihre anderen Anmeldungen wurden beendet.',
  logins: 'Wo Sie angemeldet sind',
  loginsLabel: 'Anmeldungen',
  columns: { place: 'Browser', address: 'Adresse', since: 'Angemeldet', seen: 'Zuletzt benutzt', actions: 'Aktionen' },
  thisOne: 'Dieser Browser',
  end: 'Abmelden',
  endOf: (browser, address) => `${browser} unter ${address} abmelden`,
  ended: 'Dieser Browser wurde abgemeldet.',
  endOthers: 'Überall sonst abmelden',
  endOthersTitle: 'Überall sonst abmelden?',
  endOthersText: 'Jeder andere Browser, in dem Sie angemeldet sind, wird abgemeldet, und seine laufenden Sitzungen enden.',
  endedOthers: 'Sie sind jetzt nur noch hier angemeldet.',
};

export const knownKeys: Translation<typeof keysWords> = {
  title: 'Bekannte Schlüssel in diesem Browser',
  columns: { machine: 'Rechner', fingerprint: 'Fingerabdruck', since: 'Bekannt seit', actions: 'Aktionen' },
  none: 'Noch keine Schlüssel',
  noneText:
    'Bei der ersten Sitzung mit einem Rechner merkt sich dieser Browser dessen Schlüssel und warnt Sie, wenn die Appliance später einen anderen nennt.',
  unreadable: 'Was gespeichert ist, ist kein Schlüssel.',
  gone: (id) => `${id} (zurzeit nicht unter den Clients)`,
  forget: 'Vergessen',
  forgetOf: (machine) => `Den Schlüssel von ${machine} vergessen`,
  forgetTitle: (machine) => `Den Schlüssel von ${machine} vergessen?`,
  forgetText:
    'Die nächste Sitzung aus diesem Browser nimmt den Schlüssel, den die Appliance dann nennt, und nichts sagt Ihnen, ob es der ist, den Sie kannten.',
  forgotten: 'Der Schlüssel ist vergessen.',
};

export const factors: Translation<typeof factorWords> = {
  title: 'Zwei-Faktor-Anmeldung',
  edit: 'Bearbeiten',
  off: 'Aus',
  offText: 'Ihr Passwort allein meldet Sie an. Mit einem Gerät, das Codes erzeugt, oder einem Passkey kommt niemand hinein, der nur das Passwort kennt.',
  on: 'An',
  onText: 'Ihr Passwort allein meldet niemanden an: Dazu gehört auch eines Ihrer Geräte oder ein Passkey.',
  columns: { device: 'Gerät', added: 'Hinzugefügt', used: 'Zuletzt benutzt', actions: 'Aktionen' },
  never: 'nie',
  devices: 'Geräte, die Ihre Codes erzeugen',
  remove: 'Entfernen',
  removeOf: (name) => `${name} entfernen`,
  removeTitle: (name) => `${name} entfernen?`,
  removeText: 'Mit seinen Codes können Sie sich dann nicht mehr anmelden.',
  removeLastText:
    'Es ist Ihr letzter zweiter Faktor: Ihre Wiederherstellungscodes werden mit ihm gelöscht, und Ihr Passwort allein meldet Sie wieder an.',
  removed: (name) => `${name} wurde entfernt.`,
  codes: 'Wiederherstellungscodes',
  codesLeft: (left) =>
    left === 0
      ? 'Sie haben keine mehr. Erstellen Sie neue, damit Sie hineinkommen, wenn Ihr Gerät fehlt.'
      : `Noch ${plural(left, 'Code', 'Codes')}. Jeder meldet Sie einmal an, wenn Ihr Gerät oder Passkey fehlt.`,
  renew: 'Neue Wiederherstellungscodes erstellen',
  renewTitle: 'Neue Wiederherstellungscodes erstellen?',
  renewText: 'Die bisherigen gelten dann nicht mehr.',
  newCodes: 'Ihre Wiederherstellungscodes',
  newCodesText:
    'Bewahren Sie sie dort auf, wo Ihr Gerät nicht ist: auf Papier oder in einem Passwortmanager. Jeder meldet Sie einmal an. Sie werden nur jetzt angezeigt.',
  copyCodes: 'Codes kopieren',
  copied: 'Kopiert',
  kept: 'Ich habe sie aufbewahrt',
  add: 'Gerät hinzufügen',
  addAnother: 'Weiteres Gerät hinzufügen',
  scan: 'Scannen Sie das mit der App auf Ihrem Telefon, die Codes erzeugt (jede, die TOTP kann), oder geben Sie dort das Geheimnis ein.',
  qrTitle: 'QR-Code mit dem Geheimnis für die App',
  secret: 'Geheimnis',
  name: 'Name des Geräts',
  nameHelp: 'Woran Sie es wiedererkennen, zum Beispiel „Telefon“.',
  code: 'Code',
  codeHelp: 'Die sechs Ziffern, die die App jetzt zeigt.',
  enable: 'Zwei-Faktor-Anmeldung einschalten',
  enabled: 'Die Zwei-Faktor-Anmeldung ist eingeschaltet.',
  added: (name) => `${name} wurde hinzugefügt.`,
  again: 'Neuer QR-Code',
  done: 'Fertig',
};

export const passkeys: Translation<typeof passkeyWords> = {
  title: 'Passkeys',
  lead: 'Ein Passkey meldet Sie mit dem Fingerabdruck, dem Gesicht oder der PIN eines Geräts an, oder mit einem Sicherheitsschlüssel: allein oder nach dem Passwort.',
  none: 'Sie haben noch keine.',
  columns: { passkey: 'Passkey', added: 'Hinzugefügt', used: 'Zuletzt benutzt', actions: 'Aktionen' },
  elsewhere: (name) => `nur für ${name}`,
  add: 'Passkey hinzufügen',
  instead: 'Stattdessen einen Passkey hinzufügen',
  addText:
    'Ihr Browser fragt, auf welchem Gerät der Passkey liegen soll, und lässt Sie dieses Gerät entsperren. Das Gerät gibt davon nichts heraus als einen öffentlichen Schlüssel.',
  name: 'Name des Passkeys',
  nameHelp: 'Woran Sie ihn wiedererkennen, zum Beispiel „Laptop“.',
  create: 'Passkey erstellen',
  added: (name) => `${name} wurde hinzugefügt.`,
  noName:
    'Passkeys gehören zu einem Namen, und Sie haben das Portal unter einer IP-Adresse geöffnet. Öffnen Sie es unter seinem Rechnernamen, um einen hinzuzufügen.',
  noBrowser: 'Dieser Browser bietet auf dieser Seite keine Passkeys an.',
  removeText: 'Er meldet Sie dann nicht mehr an. Löschen Sie ihn auch auf dem Gerät. Anmeldungen, die mit ihm begonnen wurden, gelten weiter, bis Sie sich dort abmelden.',
};

export const passkeyFaults: Translation<typeof faultWords> = {
  closed:
    'Es wurde kein Passkey benutzt. Das Fenster des Browsers wurde geschlossen oder war zu lange offen, oder der Browser benutzt hier keine Passkeys, weil er dem Zertifikat der Appliance nicht vertraut.',
  known: 'Dieses Gerät hat schon einen Passkey von Ihnen. Nehmen Sie ein anderes Gerät, oder entfernen Sie zuerst jenen Passkey.',
  refused: 'Dieser Browser lehnt Passkeys auf dieser Seite ab. Öffnen Sie das Portal unter seinem Rechnernamen, mit einem Zertifikat, dem der Browser vertraut.',
  unusable: 'Dieser Browser oder dieses Gerät kann keinen Passkey erstellen, den die Appliance versteht. Versuchen Sie es mit einem anderen.',
};

export const loginHistory: Translation<typeof historyWords> = {
  title: 'Verlauf der Anmeldungen',
  lead: 'Woran Sie sich nicht erinnern, das war jemand anders: Ändern Sie Ihr Passwort, entfernen Sie Passkeys und Geräte, die nicht Ihre sind, und melden Sie sich dann überall sonst ab.',
  columns: { what: 'Was', when: 'Wann', browser: 'Browser', address: 'Adresse' },
  unknown: 'Nicht bekannt',
  actions,
  how,
};
