import { expect, it } from 'vitest';

import { encoderName } from './encoder';

it.each([
  ['tight+jpeg', 'Tight, with JPEG where the picture moves'],
  ['zrle', 'ZRLE, lossless'],
  ['h264', 'H.264 where the picture moves, the rest as tiles'],
  ['smoke signals', 'smoke signals'],
  ['constructor', 'constructor'],
])('%s is said as %s', (encoder, name) => expect(encoderName(encoder)).toBe(name));
