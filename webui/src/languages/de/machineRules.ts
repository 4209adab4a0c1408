import type { Translation } from '../inLanguage';
import type { hoursWords } from '../../pages/clients/hoursWords';

export const openingHours: Translation<typeof hoursWords> = {
  title: 'Öffnungszeiten',
  always: 'Dieser Rechner ist jederzeit erreichbar.',
  zone: (zone) => `In der Zeitzone der Appliance, ${zone}. Sitzungen, die beim Schließen noch laufen, werden beendet.`,
  open: 'Jetzt geöffnet',
  set: 'Öffnungszeiten festlegen',
  change: 'Ändern',
  dialog: (name) => `Öffnungszeiten von ${name}`,
  help: 'Bis zu drei Zeitspannen am Tag, wie 8:00-12:00, 13:00-17:30. Lassen Sie einen Tag leer, an dem sich niemand verbinden darf, und alle bei einem Rechner ohne Öffnungszeiten.',
  closed: 'geschlossen',
  copy: 'Die Zeiten vom Montag auch Dienstag bis Freitag',
  wrong: 'Schreiben Sie es als 8:00-12:00, 13:00-17:30: höchstens drei Zeitspannen.',
  save: 'Speichern',
  saved: 'Die Öffnungszeiten sind gespeichert.',
};
