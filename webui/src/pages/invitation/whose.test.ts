import { expect, it } from 'vitest';

import type { Me } from '../../api/client';
import { whoseIs } from './whose';

const offer = { email: 'tom@example.org', organization: { id: 'team', name: 'The Team' } };
const signedIn = (email: string, id: string) =>
  ({ user: { id: '1', email, first_name: 'Tom', last_name: 'T' }, organization: { id, name: id } }) as Pick<Me, 'user' | 'organization'>;

it.each([
  [null, 'nobodys'],
  [signedIn('tom@example.org', 'acme'), 'mine'],
  [signedIn('Tom@Example.org', 'acme'), 'mine'],
  [signedIn('tom@example.org', 'team'), 'members'],
  [signedIn('ines@example.org', 'acme'), 'anothers'],
  [signedIn('ines@example.org', 'team'), 'anothers'],
])('%j: %s', (me, whose) => {
  expect(whoseIs(offer, me)).toBe(whose);
});
