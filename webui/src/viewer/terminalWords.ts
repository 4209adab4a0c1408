import { inLanguage } from '../languages/inLanguage';

export const terminalWords = inLanguage('terminal', {
  jobs: {
    shell: 'Terminal',
    restart_service: 'Restart of a service',
    update: 'Updates',
    restart_machine: 'Restart of the machine',
  },
  input: 'Input of the terminal',
  tooMuch: 'Too much output to read out: go through the lines by hand.',
  leaves: (keys: string) => `${keys} leaves the terminal`,
  height: 'Height of the terminal',
  keys: 'Keys of the terminal',
  copy: 'Copy',
  copyNothing: 'select something first.',
  paste: 'Paste',
  notPasted: 'The browser does not let this page read the clipboard.',
  close: 'Close',
  loading: 'Loading…',
  leftOut: '… more was shown than this page could draw; some of it is left out …',
  ends: {
    shell: 'The terminal has ended.',
    restart_service: 'The service was restarted.',
    update: 'The updates are installed.',
    restart_machine: 'The machine restarts.',
  },
  failed: (status: number) => `It went wrong: the program ended with status ${status}.`,
  notStarted: 'It could not be started, or was stopped.',
  endedWith: {
    rights: 'It ended with the administrator’s rights.',
    session: 'It ended with the session.',
    unloadable: 'The terminal could not be loaded. Load the page again.',
  },
});
