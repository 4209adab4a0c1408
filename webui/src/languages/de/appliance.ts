import type { applianceWords } from '../../api/applianceWords';
import type { Translation } from '../inLanguage';
import { byCode, sentences } from './applianceSentences';

// Was nicht jede Lizenz hat.
const features: Readonly<Record<string, string>> = {
  Organization: 'Organisation',
  'User providers': 'Benutzerquellen',
  'Create users': 'Benutzer anlegen',
  'Preconfigured and custom roles': 'vorgegebene und eigene Rollen',
  Groups: 'Gruppen',
  'Permission Sets': 'Rechtesätze',
  'Manage user roles': 'Rollen der Benutzer verwalten',
  Team: 'Team',
  'Invite users': 'Benutzer einladen',
};

// Was einer kleineren Lizenz im Weg ist: "2 groups, 1 permission set and 1 user with ...".
const things: readonly [RegExp, string, string][] = [
  [/(\d+) users? with (?:a role|roles) other than Owner and User/, 'Benutzer mit einer anderen Rolle als Owner und User', 'Benutzer mit anderen Rollen als Owner und User'],
  [/(\d+) rules? of its own/, 'eigene Regel', 'eigene Regeln'],
  [/(\d+) permission sets?/, 'Rechtesatz', 'Rechtesätze'],
  [/(\d+) custom roles?/, 'eigene Rolle', 'eigene Rollen'],
  [/(\d+) groups?/, 'Gruppe', 'Gruppen'],
];

const weekdays: Readonly<Record<string, string>> = {
  Monday: 'Montag',
  Tuesday: 'Dienstag',
  Wednesday: 'Mittwoch',
  Thursday: 'Donnerstag',
  Friday: 'Freitag',
  Saturday: 'Samstag',
  Sunday: 'Sonntag',
};

const inTheWay = (english: string) =>
  english
    .split(/, (?=\d)| and (?=\d)/)
    .map((part) => {
      const thing = things.find(([pattern]) => pattern.test(part));
      const count = Number.parseInt(part, 10);
      return thing ? `${count} ${count === 1 ? thing[1] : thing[2]}` : part;
    })
    .join(', ');

// Sätze mit etwas Veränderlichem darin; was davor nicht gefunden wurde.
const patterns: readonly [RegExp, (...parts: string[]) => string][] = [
  [/^Use at least (\d+) characters\.$/, (least) => `Mindestens ${least} Zeichen.`],
  [/^Use at most (\d+) characters\.$/, (most) => `Höchstens ${most} Zeichen.`],
  [/^Use at most (\d+) characters for each\.$/, (most) => `Höchstens ${most} Zeichen für jedes.`],
  [/^This must be a whole number from (\S+) to (\S+)\.$/, (low, high) => `Das muss eine ganze Zahl von ${low} bis ${high} sein.`],
  [/^This must be a number from (\S+) to (\S+)\.$/, (low, high) => `Das muss eine Zahl von ${low} bis ${high} sein.`],
  [/^Name at most (\d+)\.$/, (most) => `Höchstens ${most} sind möglich.`],
  [/^An alias here ends in (\S+) or (\S+)\.$/, (own, all) => `Ein Alias endet hier mit ${own} oder ${all}.`],
  [/^An alias here ends in (\S+)\.$/, (all) => `Ein Alias endet hier mit ${all}.`],
  [/^Another .+ has this name\.$/, () => 'Diesen Namen gibt es schon.'],
  [/^The role (.+) has (\d+) permission sets, which is the most\.$/, (role, most) => `Die Rolle ${role} hat ${most} Rechtesätze; mehr geht nicht.`],
  [/^An organization has (\d+) .+ at most\. /, (most) => `Höchstens ${most} sind in einer Organisation möglich. Löschen Sie zuerst, was nicht gebraucht wird.`],
  [/^An address book has (\d+) entries at most\.$/, (most) => `Ein Adressbuch hat höchstens ${most} Einträge.`],
  [
    /^An address book has (\d+) entries at most\. /,
    (most) => `Ein Adressbuch hat höchstens ${most} Einträge. Löschen Sie zuerst, was nicht gebraucht wird.`,
  ],
  [
    /^A machine has at most (\d+) tags, and (.+) would have more\. Nothing was changed\.$/,
    (most, machine) => `Ein Rechner hat höchstens ${most} Schlagwörter, und ${machine} hätte mehr. Nichts wurde geändert.`,
  ],
  [
    /^(.+) asks to connect to (.+), and needs your approval or somebody else's\.$/,
    (who, machine) => `${who} möchte sich mit ${machine} verbinden und braucht dafür Ihre Freigabe oder die von jemand anders.`,
  ],
  [
    /^This machine is closed now\. It opens (\w+) ([\d:]+) \((.+)\)\.$/,
    (day, time, zone) => `Dieser Rechner ist jetzt geschlossen. Er öffnet ${weekdays[day!] ?? day} ${time} (${zone}).`,
  ],
  [/^There is no such machine: ([\d, ]+?)(?: and (\d+) more)?\.$/, (named, more) => `Diese Rechner gibt es nicht: ${named}${more ? ` und ${more} weitere` : ''}.`],
  [/^You have (\d+) tokens, which is the most\. /, (most) => `Sie haben ${most} Tokens; mehr geht nicht. Widerrufen Sie zuerst eines, das nicht gebraucht wird.`],
  [
    /^The audit log can't be forwarded to the syslog server, and waits: (.+)\.$/s,
    (problem) => `Das Protokoll kann nicht an den Syslog-Server weitergeleitet werden und wartet: ${problem}.`,
  ],
  [/^(\d+) machines? (?:has|have) /, (aliases) => `Rechner mit einem Alias in diesem Namensraum: ${aliases}. Geben Sie ihnen zuerst einen anderen.`],
  [/^You can't \w+ your own account\./, () => 'Mit dem eigenen Konto geht das nicht. Bitten Sie jemand anders.'],
  [
    /^(.+) came with another key than it had\./,
    (machine) => `${machine} kam mit einem anderen Schlüssel als bisher. Erst wenn jemand den neuen bestätigt, ist der Rechner wieder erreichbar.`,
  ],
  [/^Somebody at (.+) asks for help: “(.*)”$/s, (machine, text) => `Jemand bittet um Hilfe, an ${machine}: „${text}“`],
  [/^Somebody at (.+) asks for help\.$/, (machine) => `Jemand bittet um Hilfe, an ${machine}.`],
  [
    /^Your license, (.+?), does not have this\. “(.+)” is in (.+)\.$/,
    (tier, feature, tiers) => `Das ist nicht in Ihrer Lizenz, ${tier}. „${features[feature!] ?? feature}“ ist in ${tiers!.replace(' or ', ' oder ')} enthalten.`,
  ],
  [
    /^(.+) does not have what this organization has: (.+)\. Remove them first\.$/,
    (tier, things) => `${tier} hat nicht, was es in dieser Organisation gibt: ${inTheWay(things!)}. Entfernen Sie das zuerst.`,
  ],
  [/^(.+) is not part of this version of Gatehouse\.$/, (what) => `${what} gehört nicht zu dieser Version von Gatehouse.`],
  [
    /^The users of this organization come from (.+?)\. Nobody is created/,
    (provider) => `Die Benutzer dieser Organisation kommen von ${provider}. Solange das ihre Benutzerquelle ist, wird niemand von Hand angelegt oder eingeladen.`,
  ],
  [
    /^(.+) has no user provider but Admin\. Switch to Admin first\.$/,
    (tier) => `${tier} hat keine andere Benutzerquelle als Admin. Wechseln Sie zuerst zu Admin.`,
  ],
  [/^(?:The organization|A team)'s name cannot be changed later\.$/, () => 'Der Name lässt sich später nicht mehr ändern.'],
  [/^This appliance gives out its own program only, for (\S+)\./, (platform) => `Diese Appliance gibt nur ihr eigenes Programm aus, für ${platform}. Für eine andere Art von Rechner bauen Sie Gatehouse auf einem solchen.`],
];

function said(english: string, code?: string): string {
  if (Object.hasOwn(sentences, english)) return sentences[english]!;
  for (const [pattern, translated] of patterns) {
    const match = pattern.exec(english);
    if (match) return translated(...match.slice(1));
  }
  return code !== undefined && Object.hasOwn(byCode, code) ? byCode[code]! : english;
}

export const appliance: Translation<typeof applianceWords> = {
  said,
  noAnswer: 'Die Appliance antwortet nicht. Prüfen Sie die Netzverbindung; die Seite versucht es von selbst weiter.',
  pageFault:
    'In dieser Seite ist etwas schiefgegangen. Laden Sie sie neu; hilft das nicht, sagen Sie es der Verwaltung Ihrer Organisation.',
  notSignedIn: 'Sie sind nicht angemeldet.',
  notPermitted: 'Das dürfen Sie nicht.',
  notFound: 'Hier ist nichts.',
  tooManyTries: 'Zu viele Versuche. Warten Sie ein wenig und versuchen Sie es dann noch einmal.',
  busy: 'Die Appliance ist beschäftigt. Versuchen Sie es gleich noch einmal.',
  notUnderstood: (status) => `Die Appliance hat etwas geantwortet, das diese Seite nicht versteht (${status}). Laden Sie die Seite neu.`,
};
