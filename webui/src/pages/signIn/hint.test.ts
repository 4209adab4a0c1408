import { expect, it } from 'vitest';

import { asHint } from './hint';

it('takes only texts of what a history entry holds', () => {
  expect(asHint({ organizationId: '7', email: 'a@b.example', other: 1 })).toEqual({ organizationId: '7', email: 'a@b.example' });
  for (const nothing of [null, undefined, 'text', 7, { email: 7 }]) expect(asHint(nothing)).toEqual({});
});
