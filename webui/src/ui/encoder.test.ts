import { expect, it } from 'vitest';

import { encoderName } from './encoder';

it.each([
  ['tight+jpeg', 'Tight, with JPEG where the picture moves'],
  ['zrle', 'ZRLE, lossless'],
  ['h264', 'h264'],
  ['constructor', 'constructor'],
])('%s is said as %s', (encoder, name) => expect(encoderName(encoder)).toBe(name));
