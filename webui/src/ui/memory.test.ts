import { beforeEach, expect, it } from 'vitest';

import { FakeStorage } from './testing/FakeStorage';
import { Memory } from './memory';

const asText = (kept: unknown) => (typeof kept === 'string' ? kept : 'nothing');
let store: FakeStorage, memory: Memory;

beforeEach(() => {
  store = new FakeStorage();
  memory = new Memory(() => store);
});

it('keeps for one person what another does not see', () => {
  memory.set('7', 'columns.clients', 'mine');
  expect(memory.get('7', 'columns.clients', asText)).toBe('mine');
  expect(memory.get('8', 'columns.clients', asText)).toBe('nothing');
  expect(memory.get('7', 'columns.users', asText)).toBe('nothing');
  memory.set('7', 'columns.clients', undefined);
  expect(store.length).toBe(0);
});

it('ignores what is no JSON, and what is too long', () => {
  memory.set('7', 'a', 'kept');
  const item = store.key(0) ?? '';
  store.setItem(item, '{"half');
  expect(memory.get('7', 'a', asText)).toBe('nothing');
  store.setItem(item, JSON.stringify('x'.repeat(20_000)));
  expect(memory.get('7', 'a', asText)).toBe('nothing');
});

it('forgets what begins alike, of everybody, and nothing else', () => {
  for (const user of ['7', 'a.b', '%']) {
    memory.set(user, 'trace.visits', 'x');
    memory.set(user, 'columns.clients', 'x');
  }
  store.setItem('gatehouse.key.trace.', 'somebody else’s');
  memory.forget('trace.');
  expect(['7', 'a.b', '%'].map((user) => memory.get(user, 'trace.visits', asText))).toEqual(Array(3).fill('nothing'));
  expect(memory.get('a.b', 'columns.clients', asText)).toBe('x');
  expect(store.length).toBe(4);
});

it('does without a store that refuses', () => {
  const refused = new Memory(() => {
    throw new DOMException('refused');
  });
  refused.set('7', 'a', 'x');
  refused.forget('a');
  expect(refused.get('7', 'a', asText)).toBe('nothing');
});
