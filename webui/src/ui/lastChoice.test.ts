import { expect, it } from 'vitest';

import { keepChoice, lastChoice, restored } from './lastChoice';
import { Memory } from './memory';
import { FakeStorage } from './testing/FakeStorage';

it('keeps one choice a page and person', () => {
  const store = new FakeStorage();
  const memory = new Memory(() => store);
  keepChoice('7', '/clients', 'state=online', memory);
  expect(lastChoice('7', '/clients', memory)).toBe('state=online');
  expect(lastChoice('7', '/users', memory)).toBe('');
  expect(lastChoice('8', '/clients', memory)).toBe('');
  keepChoice('7', '/clients', 'search=' + 'x'.repeat(2000), memory);
  expect(lastChoice('7', '/clients', memory)).toBe('');
  keepChoice('7', '/clients', '', memory);
  expect(store.length).toBe(0);
});

it.each([
  ['by the navigation', '', 'PUSH', 'state=online'],
  ['by a link that chooses', 'sort=name', 'PUSH', ''],
  ['by a typed address', '', 'POP', ''],
] as const)('comes back %s', (_, address, way, expected) => {
  expect(restored('state=online', new URLSearchParams(address), way)).toBe(expected);
});
