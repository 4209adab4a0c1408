import { inLanguage } from '../../languages/inLanguage';

export const words = inLanguage('profile', {
  title: 'My Profile',
  account: 'Account',
  name: 'Name',
  email: 'E-mail address',
  organization: 'Organization',
  organizationId: 'Organization ID',
  id: 'Your ID',
  alias: 'Your alias',
  addressHelp: 'A machine’s access list names the people who may ask to come in by one of these.',
  roles: 'Roles',
  password: 'Change password',
  passwordText: 'Everywhere else you are signed in, you will have to sign in again.',
  current: 'Current password',
  next: 'New password',
  change: 'Change password',
  changed: 'Your password has been changed. Your other logins were ended.',
  logins: 'Where you are signed in',
  loginsLabel: 'Logins',
  columns: { place: 'Browser', address: 'Address', since: 'Signed in', seen: 'Last used', actions: 'Actions' },
  thisOne: 'This browser',
  end: 'Sign out',
  endOf: (browser: string, address: string) => `Sign out ${browser} at ${address}`,
  ended: 'That browser has been signed out.',
  endOthers: 'Sign out everywhere else',
  endOthersTitle: 'Sign out everywhere else?',
  endOthersText: 'Every other browser you are signed in with is signed out, and its running sessions end.',
  endedOthers: 'You are now signed in only here.',
});

export const keysWords = inLanguage('knownKeys', {
  title: 'Known keys in this browser',
  columns: { machine: 'Machine', fingerprint: 'Fingerprint', since: 'Known since', actions: 'Actions' },
  none: 'No keys yet',
  noneText:
    'At the first session with a machine this browser remembers the machine’s key, and warns you when the appliance names another one later.',
  unreadable: 'What is stored is no key.',
  gone: (id: string) => `${id} (not among the clients now)`,
  forget: 'Forget',
  forgetOf: (machine: string) => `Forget the key of ${machine}`,
  forgetTitle: (machine: string) => `Forget the key of ${machine}?`,
  forgetText:
    'The next session from this browser takes the key that the appliance names then, and nothing tells you whether it is the one you knew.',
  forgotten: 'The key is forgotten.',
});
