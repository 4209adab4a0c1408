import { inLanguage } from '../../languages/inLanguage';

export const helpWords = inLanguage('help', {
  title: 'Help requested',
  address: 'ID',
  alias: 'Alias',
  when: 'Asked',
  dismiss: 'Dismiss',
  dismissed: 'The request is dismissed.',
  offline: 'The machine is not connected right now, so nobody can get there.',
  badge: 'Help requested',
  only: 'Help requested only',
});
