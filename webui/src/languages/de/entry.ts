import type { Translation } from '../inLanguage';
import type { words as dashboardWords } from '../../pages/dashboard/words';
import type { words as forgotWords } from '../../pages/forgotPassword/words';
import type { words as invitationWords } from '../../pages/invitation/words';
import type { words as setPasswordWords } from '../../pages/setPassword/words';
import type { words as setupWords } from '../../pages/setup/words';
import type { words as signInWords } from '../../pages/signIn/words';
import { clock, number, plural } from './plural';

export const signIn: Translation<typeof signInWords> = {
  title: 'Anmelden',
  lead: (organization) => `bei ${organization}`,
  organization: 'Organisations-ID',
  organizationHelp: 'Wer Ihre Organisation verwaltet, kennt sie. Sie wurde angezeigt, als die Appliance eingerichtet wurde.',
  email: 'E-Mail-Adresse',
  password: 'Passwort',
  submit: 'Anmelden',
  passkey: 'Mit einem Passkey anmelden',
  forgot: 'Passwort vergessen?',
  codeTitle: 'Zweiter Schritt',
  codeLead: 'Ihr Passwort stimmt. Zeigen Sie nun, dass Sie es sind.',
  code: 'Code',
  codeHelp: 'Die sechs Ziffern, die die App auf Ihrem Gerät jetzt zeigt.',
  recoveryCode: 'Wiederherstellungscode',
  recoveryCodeHelp: 'Einer von denen, die Sie beim Einrichten Ihres Geräts oder Passkeys aufbewahrt haben. Er gilt einmal.',
  useRecovery: 'Mein Gerät ist nicht zur Hand',
  useDevice: 'Mein Gerät benutzen',
  usePasskey: 'Passkey benutzen',
  back: 'Zurück',
  locked: (seconds) => `Zu viele Versuche. In ${clock(seconds)} können Sie es wieder versuchen.`,
};

export const forgotPassword: Translation<typeof forgotWords> = {
  title: 'Passwort vergessen?',
  lead: 'Sie erhalten eine Nachricht mit einem Link, über den Sie ein neues setzen.',
  organization: 'Organisations-ID',
  email: 'E-Mail-Adresse',
  submit: 'Link senden',
  back: 'Zurück zur Anmeldung',
  sentTitle: 'Sehen Sie in Ihre E-Mails',
  sent: (email) =>
    `Wenn ${email} zu einem Konto gehört, das sich anmelden kann, ist ein Link dorthin unterwegs. Er gilt einmal, eine Stunde lang. Es kommt nichts? Dann sehen Sie im Spam-Ordner nach oder fragen Sie jemanden, der Ihre Organisation verwaltet.`,
};

export const setPassword: Translation<typeof setPasswordWords> = {
  title: 'Passwort setzen',
  first: (name, organization) => `Willkommen bei ${organization}, ${name}. Wählen Sie ein Passwort für Ihr Konto.`,
  again: (name) => `${name}, wählen Sie ein neues Passwort für Ihr Konto. Sie werden überall abgemeldet, wo Sie angemeldet sind.`,
  email: 'Sie melden sich an als',
  password: 'Passwort',
  submit: 'Passwort setzen',
  over: 'Dieser Link gilt nicht mehr',
  overText:
    'Er wurde schon benutzt, ist älter als sieben Tage, oder es wurde ein neuerer erstellt. Bitten Sie um einen neuen, wo Sie ihn erhalten haben.',
  incomplete: 'Dieser Link ist unvollständig',
  incompleteText: 'Öffnen Sie ihn genau so, wie Sie ihn erhalten haben: Sein letzter Teil, hinter „#“, fehlt.',
  toSignIn: 'Anmelden',
  haveOne: 'Ich habe schon ein Passwort',
  done: 'Ihr Passwort ist gesetzt',
  doneText: 'Ab jetzt melden Sie sich damit an. Der Link ist verbraucht.',
  somebodyElse: (email) => `In diesem Browser ist ${email} angemeldet.`,
  signOutFirst: 'Abmelden und damit anmelden',
  stay: (name) => `Weiter als ${name}`,
};

export const invitation: Translation<typeof invitationWords> = {
  title: (team) => `Sie sind eingeladen: ${team}`,
  text: (by, team, name) =>
    `${name}, ${by} lädt Sie zu ${team} ein. Wählen Sie ein Passwort: Damit nehmen Sie an, und Ihr Konto wird angelegt.`,
  email: 'Sie melden sich an als',
  password: 'Passwort',
  submit: 'Einladung annehmen',
  haveAccount:
    'Haben Sie auf dieser Appliance schon ein Konto, in einer anderen Organisation? Melden Sie sich zuerst an und öffnen Sie dann diesen Link noch einmal: Ihr Konto zieht dann hierher um.',
  signInFirst: 'Zuerst anmelden',

  accepted: (team) => `Sie gehören jetzt zu ${team}`,
  acceptedText: 'Ihr Konto ist angelegt, und der Link ist verbraucht. Ab jetzt melden Sie sich mit Ihrem Passwort an.',
  joinedText: (id) =>
    `Ihr Konto ist umgezogen, und Sie sind überall abgemeldet. Melden Sie sich mit der Organisations-ID „${id}“ an; Ihr Passwort ist dasselbe.`,
  toSignIn: 'Anmelden',

  join: (team) => `${team} beitreten`,
  joinText: (by, from, to) => `${by} lädt Sie zu ${to} ein. Wenn Sie beitreten, zieht Ihr Konto von ${from} zu ${to} um.`,
  goesAlong: 'Was mitkommt',
  along: {
    factors: 'Ihr Passwort, Ihre zweiten Faktoren und Ihre Passkeys',
    book: 'Ihr persönliches Adressbuch',
  },
  ends: 'Was endet',
  ending: {
    roles: (from) => `Ihre Rollen und Gruppen in ${from}: Dortige Rechner erreichen Sie nicht mehr`,
    tokens: 'Ihre API-Tokens',
    logins: 'Ihre Anmeldungen, hier und überall sonst',
  },
  managed: (to) => `Von da an verwalten die Owner von ${to} Ihr Konto: Sie können ihm ein anderes Passwort geben und sähen dann, was mitkam.`,
  stays: (from) =>
    `Was Sie in ${from} getan haben, bleibt dort aufgezeichnet. Wer Sie eingeladen hat, erfährt nicht, woher Sie kommen.`,
  stayIn: (from) => `Bei ${from} bleiben`,

  other: (email) => `Diese Einladung ist für ${email}`,
  otherText: (email) =>
    `In diesem Browser ist ${email} angemeldet, darum lässt sie sich so nicht annehmen. Melden Sie sich zuerst ab, oder überlassen Sie sie der Person, für die sie ist.`,
  signOutFirst: 'Abmelden und ansehen',
  stay: (name) => `Weiter als ${name}`,

  member: (team) => `Sie gehören schon zu ${team}`,
  memberText: 'Es gibt nichts anzunehmen: Sie sind gerade dort angemeldet.',
  toDashboard: 'Zur Übersicht',

  over: 'Diese Einladung gilt nicht mehr',
  overText:
    'Sie wurde schon angenommen, zurückgezogen, ist älter als sieben Tage, oder es wurde ein neuerer Link erstellt. Bitten Sie um einen neuen, wo Sie ihn erhalten haben.',
  incomplete: 'Dieser Link ist unvollständig',
  incompleteText: 'Öffnen Sie ihn genau so, wie Sie ihn erhalten haben: Sein letzter Teil, hinter „#“, fehlt.',
  haveOne: 'Ich habe schon ein Konto',
};

export const setup: Translation<typeof setupWords> = {
  progress: (step, of) => `Schritt ${step} von ${of}`,
  continue: 'Weiter',
  back: 'Zurück',
  code: {
    title: 'Willkommen',
    lead: 'Gatehouse zeigt auf der Konsole, auf der es gestartet wurde, einen Einmalcode. Er belegt, dass Sie es installiert haben.',
    label: 'Einmalcode zum Einrichten',
    help: 'Keine Konsole zur Hand? Der Code steht auch im Log des Dienstes.',
  },
  organization: {
    title: 'Name der Organisation',
    lead: 'Diesen Namen sieht, wer sich anmeldet.',
    label: 'Name der Organisation',
    placeholder: 'Beispiel GmbH',
    submit: 'Namen festlegen',
  },
  team: {
    title: 'Team einrichten',
    lead: 'Ihre Lizenz macht Sie zu einem Team. Seinen Namen sieht, wer sich anmeldet.',
    label: 'Name des Teams',
    placeholder: 'Support Berlin',
    description: 'Kurze Beschreibung',
    descriptionHelp: 'Wofür das Team da ist. Sie lässt sich später ändern.',
    submit: 'Team anlegen',
  },
  review: {
    title: 'Stimmt dieser Name?',
    warning: 'Der Name lässt sich später nicht ändern. Prüfen Sie die Schreibweise.',
    teamWarning: 'Der Name des Teams lässt sich später nicht ändern. Prüfen Sie die Schreibweise.',
  },
  owner: {
    title: 'Das Konto mit der Rolle Owner anlegen',
    lead: 'Es darf alles. Richten Sie damit die anderen Konten ein und arbeiten Sie dann mit einem von diesen.',
    firstName: 'Vorname',
    lastName: 'Nachname',
    email: 'E-Mail-Adresse',
    emailHelp: 'Damit melden Sie sich an. Dorthin wird nichts gesendet.',
    password: 'Passwort',
    submit: 'Konto anlegen',
  },
  done: {
    title: 'Ihre Appliance ist bereit',
    lead: 'Sie sind angemeldet. Bewahren Sie die Organisations-ID auf: Mit ihr, Ihrer E-Mail-Adresse und Ihrem Passwort melden Sie sich an.',
    organization: 'Organisation',
    team: 'Team',
    id: 'Organisations-ID',
    account: 'Owner',
    submit: 'Zur Übersicht',
  },
  alreadyDone: 'Jemand hat diese Appliance schon eingerichtet.',
  toSignIn: 'Zur Anmeldung',
};

export const dashboard: Translation<typeof dashboardWords> = {
  title: 'Übersicht',
  welcome: (name) => `Hallo ${name}`,
  connectTitle: 'Mit einem Rechner verbinden',
  connectText: 'Geben Sie eine ID oder einen Alias ein, oder einen Teil des Namens.',
  thisMachine: 'Dieser Rechner',
  thisMachineOffline: 'Sein Bildschirm ist gerade nicht verfügbar. Das Log der Appliance sagt warum.',
  numbers: 'Zahlen',
  clients: 'Rechner',
  online: 'Jetzt online',
  running: 'Laufende Sitzungen',
  today: 'Sitzungen heute',
  recent: 'Letzte Sitzungen',
  recentLabel: 'Letzte Sitzungen',
  allSessions: 'Alle Sitzungen',
  noSessions: 'Noch keine Sitzungen',
  noSessionsText: 'Wählen Sie „Verbinden“, um einen Rechner zu sehen und zu steuern. Was geschieht, steht dann hier.',
  activity: 'Die letzten 30 Tage',
  sessionsByDay: 'Sitzungen pro Tag',
  sessionsSummary: (total, most) => `${plural(total, 'Sitzung', 'Sitzungen')}, höchstens ${number(most)} pro Tag`,
  onlineByDay: 'Rechner online, die meisten zugleich',
  onlineSummary: (most) => `Höchstens ${number(most)}`,
  asTable: 'Als Tabelle',
  day: 'Tag',
  todayMark: 'Heute',
  notKnown: 'Nicht bekannt',
  activityFailed: 'Diese Zahlen konnten nicht geladen werden.',
  attention: 'Braucht Aufmerksamkeit',
  allWell: 'Nichts braucht Ihre Aufmerksamkeit.',
  look: 'Ansehen',
};
