import { inLanguage } from '../languages/inLanguage';

// What is on the keys.
export const keyWords = inLanguage('keys', {
  control: 'Ctrl',
  alt: 'Alt',
  shift: 'Shift',
  super: 'Super',
  delete: 'Delete',
  escape: 'Esc',
  tab: 'Tab',
  insert: 'Insert',
  home: 'Home',
  end: 'End',
  pageUp: 'PgUp',
  pageDown: 'PgDn',
  print: 'PrtSc',
  pause: 'Pause',
  menu: 'Menu',
  backspace: 'Backspace',
});
