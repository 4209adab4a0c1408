import type { Translation } from '../inLanguage';
import type { words } from '../../search/words';
import { plural } from './plural';

export const search: Translation<typeof words> = {
  title: 'Suche',
  label: 'Seiten, Rechner, Benutzer und mehr suchen',
  placeholder: 'Name, ID, Alias, E-Mail-Adresse …',
  results: 'Ergebnisse',
  close: 'Schließen',
  recent: 'Zuletzt besucht',
  pages: 'Seiten',
  machines: 'Rechner',
  users: 'Benutzer',
  groups: 'Gruppen',
  roles: 'Rollen',
  sets: 'Rechtesätze',
  books: 'Adressbücher',
  entries: 'Eigenes Adressbuch',
  sessions: 'Sitzungen',
  session: (id) => `Sitzung ${id}`,
  sessionOf: (user, machine) => `${user} an ${machine}`,
  profile: 'Mein Profil',
  addMachine: 'Rechner hinzufügen',
  manyUsers: 'Viele Benutzer anlegen',
  newSet: 'Rechtesatz anlegen',
  connect: 'Verbinden',
  connectTo: (name) => `Mit ${name} verbinden`,
  searching: 'Es wird gesucht …',
  found: (results) => plural(results, 'Ergebnis', 'Ergebnisse'),
  nothing: (typed) => `Nichts gefunden zu „${typed}“`,
  nothingText:
    'Versuchen Sie es mit einem Teil des Namens oder der E-Mail-Adresse oder mit den ersten Ziffern der ID. Gesucht wird nur, was Sie mit Ihren Rollen sehen dürfen.',
  failed: (what) => `Das ließ sich nicht durchsuchen: ${what}.`,
  tryAgain: 'Erneut versuchen',
  hints: { choose: 'wählen', open: 'öffnen', connect: 'verbinden', all: 'Alle Tastenkürzel' },
  keysTitle: 'Tastenkürzel',
  keys: {
    search: 'Suche',
    help: 'Diese Liste anzeigen',
    undo: 'Rückgängig machen, was gerade getan wurde',
    goTo: (page) => `Gehe zu: ${page}`,
    then: 'dann',
  },
  single: 'Tastenkürzel mit einzelnen Buchstaben',
  singleHelp:
    'Die ohne Strg. Sie gelten nie, während ein Feld den Fokus hat. Schalten Sie sie aus, wenn Sie mit diesem Rechner sprechen oder Tasten aus Versehen drücken.',
  viewer: 'Solange Sie mit einem Rechner verbunden sind, geht jede Taste dorthin; Strg+Alt+Umschalt+M führt zur Leiste.',
};
