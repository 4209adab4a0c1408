import { inLanguage } from '../../languages/inLanguage';
import { words as audit } from '../audit/words';

export const historyWords = inLanguage('loginHistory', {
  title: 'Login history',
  lead: 'What you don’t remember was somebody else: change your password, remove passkeys and devices that are not yours, then sign out everywhere else.',
  columns: { what: 'What', when: 'When', browser: 'Browser', address: 'Address' },
  unknown: 'Not known',
  actions: audit.actions,
  how: audit.how,
});
