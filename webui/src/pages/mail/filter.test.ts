import { expect, it } from 'vitest';

import { readChoice, writeChoice } from './filter';

it.each([
  ['', ''],
  ['state=failed', 'state=failed'],
  ['state=failed&search=x', 'state=failed'],
  ['state=toString', ''],
  ['state=', ''],
])('an address with “%s” says “%s”', (address, said) =>
  expect(writeChoice(readChoice(new URLSearchParams(address))).toString()).toBe(said),
);
