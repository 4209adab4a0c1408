import type { Translation } from '../inLanguage';
import type { chatWords } from '../../viewer/chatWords';
import type { handOverWords } from '../../viewer/handOverWords';
import { plural } from './plural';

export const chat: Translation<typeof chatWords> = {
  chat: 'Chat',
  unread: (count) => `Chat, ${count} ungelesen`,
  person: 'Person am Rechner',
  you: 'Sie',
  close: 'Chat schließen',
  intro: 'Mit der Person am Rechner. Es erscheint dort auf dem Bildschirm, den auch andere Viewer sehen. Nichts davon wird gespeichert.',
  messages: 'Nachrichten',
  message: 'Nachricht',
  hint: 'Eingabe sendet, Umschalt+Eingabe beginnt eine neue Zeile.',
  send: 'Senden',
  nobody: 'Am Rechner ist niemand, der das lesen könnte.',
  notConnected: 'Gerade gibt es keine Sitzung.',
  tooLong: (bytes) => `Das ist zu lang für eine Nachricht: ${plural(bytes, 'Byte', 'Byte')} mehr als die 1000, die hineinpassen. Senden Sie es in Teilen.`,
  tooFast: 'Das war viel auf einmal. Warten Sie einen Moment, dann senden Sie es.',
  states: { waiting: 'Wird gesendet …', lost: 'Nicht gesendet' },
  said: (words) => `Person am Rechner: ${words}`,
};

export const handOver: Translation<typeof handOverWords> = {
  another: (name) => `${name} hat die Steuerung`,
  nobody: 'Niemand hat die Steuerung',
  ask: 'Um die Steuerung bitten',
  take: 'Steuerung übernehmen',
  waiting: (name) => `Warten auf ${name} …`,
  takeBack: 'Meine Bitte zurückziehen',

  asks: (name) => `${name} bittet um die Steuerung`,
  asksText: (keys) => `Ohne Antwort geht sie in 15 Sekunden über. ${keys} führt zur Antwort.`,
  goOver: (seconds) => `Ohne Antwort geht sie in ${plural(seconds, 'Sekunde', 'Sekunden')} über.`,
  give: 'Geben',
  keep: 'Behalten',
  letGo: 'Steuerung abgeben',

  news: {
    yours: () => 'Sie haben jetzt die Steuerung.',
    lost: (name) => `${name} hat jetzt die Steuerung.`,
    kept: (name) => `${name} behält die Steuerung.`,
  },
  somebody: 'Jemand',

  blocked: {
    another: (name) => `${name} hat die Steuerung.`,
    nobody: 'Niemand hat die Steuerung. Übernehmen Sie sie zuerst.',
  },
};
