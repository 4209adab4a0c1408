import { expect, it } from 'vitest';

import { type Around, type Pressed, Shortcuts } from './shortcuts';

const plain: Around = { mac: false, inField: false, inDialog: false, single: true, now: 0 };
const pressed = (key: string, more: Partial<Pressed> = {}): Pressed => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  repeat: false,
  isComposing: false,
  ...more,
});
const deed = (key: Pressed, around: Partial<Around> = {}) => new Shortcuts().press(key, { ...plain, ...around })?.do ?? null;

it.each<[string, Pressed, Partial<Around>, string | null]>([
  ['Ctrl-K', pressed('k', { ctrlKey: true }), {}, 'search'],
  ['Ctrl-K with caps lock', pressed('K', { ctrlKey: true }), {}, 'search'],
  ['Ctrl-K in a field', pressed('k', { ctrlKey: true }), { inField: true }, 'search'],
  ['Ctrl-K with single letters off', pressed('k', { ctrlKey: true }), { single: false }, 'search'],
  ['Ctrl-K in a dialog', pressed('k', { ctrlKey: true }), { inDialog: true }, null],
  ['Ctrl-K held', pressed('k', { ctrlKey: true, repeat: true }), {}, null],
  ['Ctrl-Shift-K, the browser’s', pressed('K', { ctrlKey: true, shiftKey: true }), {}, null],
  ['Ctrl-Alt-K', pressed('k', { ctrlKey: true, altKey: true }), {}, null],
  ['Cmd-K elsewhere', pressed('k', { metaKey: true }), {}, null],
  ['Cmd-K on a Mac', pressed('k', { metaKey: true }), { mac: true }, 'search'],
  ['Ctrl-K on a Mac, which kills a line', pressed('k', { ctrlKey: true }), { mac: true }, null],
  ['?', pressed('?', { shiftKey: true }), {}, 'help'],
  ['? in a field', pressed('?', { shiftKey: true }), { inField: true }, null],
  ['? when turned off', pressed('?', { shiftKey: true }), { single: false }, null],
  ['? composed', pressed('?', { isComposing: true }), {}, null],
  ['k', pressed('k'), {}, null],
])('%s', (_, key, around, expected) => expect(deed(key, around)).toBe(expected));

it('goes to a page by g and its letter, soon after', () => {
  const keys = new Shortcuts();
  const at = (key: string, now: number, around: Partial<Around> = {}) => keys.press(pressed(key), { ...plain, ...around, now });
  expect(at('c', 0)).toBeNull();
  expect(at('g', 100)).toBeNull();
  expect(at('c', 200)).toEqual({ do: 'go', to: '/clients' });
  expect(at('c', 300)).toBeNull(); // once
  at('g', 1000);
  expect(at('u', 3000)).toBeNull(); // too late
  at('g', 4000);
  expect(at('x', 4100)).toBeNull();
  expect(at('u', 4200)).toBeNull(); // something came in between
  at('g', 5000);
  expect(at('g', 5100)).toEqual({ do: 'go', to: '/groups' });
  at('g', 6000, { inField: true });
  expect(at('d', 6100)).toBeNull();
  at('g', 7000);
  expect(keys.press(pressed('C', { shiftKey: true }), { ...plain, now: 7100 })).toBeNull();
});
