import { expect, it } from 'vitest';

import { billingFields, billingOf, isEmpty } from './fields';

const none = billingOf(() => '');

it('takes the fields, and nothing else, of what the appliance answers', () => {
  const answer = { ...none, company: 'Acme', version: '3' };
  expect(billingOf((name) => answer[name])).toEqual({ ...none, company: 'Acme' });
  expect(billingFields).toHaveLength(12);
});

it('knows when nothing is recorded', () => {
  expect(isEmpty(none)).toBe(true);
  expect(isEmpty({ ...none, payment: 'By transfer' })).toBe(false);
});
