import { expect, it } from 'vitest';

import { isSameName } from './sameName';

it.each([
  ['Help desk', 'Help desk', true],
  ['  help   DESK ', 'Help desk', true],
  ['123 456 789', '123\u00a0456\u00a0789', true],
  ['Cafe\u0301', 'Caf\u00e9', true],
  ['Help', 'Help desk', false],
  ['', 'Help desk', false],
])('%s for %s: %s', (typed, name, same) => expect(isSameName(typed, name)).toBe(same));
