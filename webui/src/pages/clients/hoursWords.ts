import { inLanguage } from '../../languages/inLanguage';

export const hoursWords = inLanguage('openingHours', {
  title: 'Opening hours',
  always: 'This machine can be reached at any time.',
  zone: (zone: string) => `In the time zone of the appliance, ${zone}. Sessions that are still open when it closes are ended.`,
  open: 'Open now',
  set: 'Set opening hours',
  change: 'Change',
  dialog: (name: string) => `Opening hours of ${name}`,
  help: 'Up to three spans a day, as in 8:00-12:00, 13:00-17:30. Leave a day empty where nobody may connect on it, and all of them for a machine without opening hours.',
  closed: 'closed',
  copy: 'Monday’s hours from Tuesday to Friday',
  wrong: 'Write it as 8:00-12:00, 13:00-17:30: at most three spans.',
  save: 'Save',
  saved: 'The opening hours are saved.',
});
