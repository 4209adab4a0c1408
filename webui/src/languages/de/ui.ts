import type { names as encoderNames } from '../../ui/encoder';
import type { formatWords } from '../../ui/format';
import type { screenWords } from '../../ui/screen';
import type { words } from '../../ui/words';
import type { Translation } from '../inLanguage';
import { number, plural } from './plural';

export const ui: Translation<typeof words> = {
  motto: 'Erreichen und betreuen Sie die Rechner Ihrer Organisation, auf eigener Hardware. Nichts wird an andere gesendet.',
  noAnswer: 'Keine Antwort',
  loadFailed: 'Das konnte nicht geladen werden',
  tryAgain: 'Erneut versuchen',
  loading: 'Wird geladen …',
  showMore: 'Mehr anzeigen',
  or: 'oder',
  from: 'Von',
  to: 'Bis',
  export: 'Exportieren',
  cancel: 'Abbrechen',
  copy: 'Kopieren',
  copied: 'Kopiert',
  unreadable: 'Das ist nicht mehr lesbar.',
  dismiss: 'Diese Meldung schließen',
  moreTags: (tags) => `${number(tags)} weitere`,
  onlyTag: (tag) => `Nur die mit dem Schlagwort ${tag}`,
  undo: 'Rückgängig',
  undone: 'Es ist wieder, wie es war.',
  stale: {
    title: 'Jemand anders hat das inzwischen geändert',
    text: 'Es wurde noch nichts gespeichert, und Ihre Eingaben sind noch da. Sehen Sie sie an und speichern Sie noch einmal.',
    theirs: (field, value) => `${field} wurde geändert in ${value}, und das steht nun auch hier.`,
    clash: (field, value) => `${field} wurde geändert in ${value}. Ihre Eingabe würde das ersetzen.`,
  },
  quoted: (value) => (value === '' ? 'nichts' : `„${value}“`),
  typeToConfirm: (name) => `Geben Sie zur Bestätigung ${name} ein`,
  typedWrong: (name) => `Das ist nicht „${name}“.`,
  columns: 'Spalten',
  columnsShown: 'Angezeigte Spalten',
  shown: 'angezeigt',
  allColumns: 'Alle anzeigen',
  filterOn: 'Der Filter ist noch an, wie Sie ihn verlassen haben.',
  resetFilter: 'Zurücksetzen',
  online: 'Online',
  offline: 'Offline',
  connect: 'Verbinden',
  connectTo: (name) => `Mit ${name} verbinden`,
  weekdays: {
    monday: 'Montag',
    tuesday: 'Dienstag',
    wednesday: 'Mittwoch',
    thursday: 'Donnerstag',
    friday: 'Freitag',
    saturday: 'Samstag',
    sunday: 'Sonntag',
  },
  closed: 'Geschlossen',
  opens: (weekday, time) => `Öffnet ${weekday} ${time}`,
  closes: (weekday, time) => `Schließt ${weekday} ${time}`,
  addressLabel: 'Adresse oder Name eines Rechners',
  addressPlaceholder: 'ID, Alias oder Name',
  addressMissing: 'Geben Sie zuerst die ID oder den Alias des Rechners ein.',
  running: 'Läuft',
  waiting: 'Verbindet',
  ended: 'Beendet',
  server: 'Adresse dieser Appliance',
  serverHelp:
    'Sie haben diese Seite als localhost geöffnet, und das ist überall sonst ein anderer Rechner. Wählen Sie den Namen oder die Adresse, unter der der andere Rechner diesen hier erreicht.',
  noServer: 'Andere Rechner können diese Appliance nicht erreichen',
  noServerText:
    'Sie haben diese Seite als localhost geöffnet, und die Appliance kennt keinen anderen Namen und keine andere Adresse von sich. Sie muss auch für andere lauschen (zum Beispiel server.listen=0.0.0.0:8443) und eine Adresse in einem Netz haben oder einen Namen, den andere kennen (server.names). Stellen Sie das ein, starten Sie sie neu und kommen Sie hierher zurück.',
  link: {
    by: 'Wie der Link ankommt',
    byMail: 'An diese Adresse senden',
    byHand: 'Mir anzeigen, ich gebe ihn weiter',
    byMailAll: 'An jede der Adressen senden',
    byHandAll: 'Mir die Links anzeigen, ich gebe sie weiter',
    good: (until) => `Er gilt einmal, bis ${until}.`,
    copy: 'Link kopieren',
    done: 'Fertig',
  },
  language: 'Sprache',
  results: {
    running: (done, all) => `${number(done)} von ${number(all)} erledigt`,
    progress: 'Fortschritt',
    stop: 'Anhalten',
    failed: 'Weiter ging es nicht',
    goOn: 'Weiter',
    title: 'Ergebnisse',
    which: 'Welche Ergebnisse angezeigt werden',
    everything: 'Alle Zeilen',
    column: 'Ergebnis',
    nothing: 'Keine Zeile mit diesem Ergebnis',
  },
  file: {
    badQuote: 'Ein Anführungszeichen ist nicht geschlossen, oder es steht etwas dahinter.',
    choose: 'Datei wählen',
    tooLarge: 'Das ist zu groß: Höchstens 2 MB auf einmal sind möglich. Teilen Sie es, und nehmen Sie einen Teil nach dem anderen.',
    notText: 'Diese Datei ist kein Text. Speichern Sie die Tabelle zuerst als CSV.',
    tooMany: (lines) => `Das sind ${number(lines)} Zeilen: Höchstens 10 000 auf einmal sind möglich.`,
  },
  password: {
    tooShort: (missing) => `Noch ${plural(missing, 'Zeichen', 'Zeichen')} nötig`,
    weak: 'Leicht zu erraten: Vermeiden Sie Ihren Namen, Ihre E-Mail-Adresse und wiederholte Zeichen',
    fair: 'Gut genug; länger ist besser',
    good: 'Gut',
    strong: 'Sehr gut',
    help: 'Mindestens 12 Zeichen. Vier oder fünf zufällige Wörter ergeben ein gutes Passwort.',
    show: 'Passwort anzeigen',
  },
};

export const format: Translation<typeof formatWords> = {
  justNow: 'gerade eben',
  browserOn: (browser, system) => `${browser} auf ${system}`,
  unknownBrowser: 'Unbekannter Browser',
};

export const encoders: Translation<typeof encoderNames> = {
  raw: 'Raw: jedes Pixel, wie es ist',
  hextile: 'Hextile, verlustfrei',
  zrle: 'ZRLE, verlustfrei',
  tight: 'Tight, verlustfrei',
  'tight+jpeg': 'Tight, mit JPEG, wo sich das Bild bewegt',
};

export const screens: Translation<typeof screenWords> = {
  real: { short: 'eigener Bildschirm', long: 'Der eigene Bildschirm des Rechners: was die Leute davor sehen' },
  virtual: { short: 'virtueller Desktop', long: 'Ein virtueller Desktop, den am Rechner niemand sieht' },
  test: { short: 'Testbild', long: 'Ein Testbild' },
};
