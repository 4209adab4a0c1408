import { expect, it } from 'vitest';

import { captureName, screenKind } from './screen';

it.each([
  ['X11 (MIT-SHM, DAMAGE)', 'real', 'X11 (MIT-SHM, DAMAGE)'],
  ['virtual desktop, X11 (DAMAGE)', 'virtual', 'X11 (DAMAGE)'],
  ['test card', 'test', 'test card'],
  ['', undefined, ''],
])('what %j says', (capture, kind, name) => {
  expect(screenKind(capture)).toBe(kind);
  expect(captureName(capture)).toBe(name);
});
