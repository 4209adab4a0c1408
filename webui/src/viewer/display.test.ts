import { describe, expect, it } from 'vitest';

import { screenshotName } from './screenshot';
import { DEFAULTS, readSettings } from './settings';
import { busiest, bytesPerSecond, encodingName } from './statistics';

describe('readSettings', () => {
  it('takes what still means something', () => {
    const stored = { scale: 'actual', quality: 'sharp', statistics: true, shareClipboard: false };
    expect(readSettings(JSON.stringify(stored))).toEqual(stored);
    expect(readSettings(JSON.stringify({ scale: 'actual', quality: 9, statistics: 'yes' }))).toEqual({
      ...DEFAULTS,
      scale: 'actual',
    });
  });

  it.each([null, '', '{', 'null', '7', '[]', '"fit"'])('stands %j', (stored) => {
    expect(readSettings(stored)).toEqual(DEFAULTS);
  });
});

describe('screenshotName', () => {
  const now = new Date(2026, 0, 9, 5, 4, 3);

  it.each([
    ['desk-7', 'desk-7-2026-01-09-050403.png'],
    ['Empfang Büro', 'Empfang Büro-2026-01-09-050403.png'],
    ['../../etc/passwd', 'etc-passwd-2026-01-09-050403.png'],
    ['a\u202eb\u0000c', 'a-b-c-2026-01-09-050403.png'],
    ['///', 'screen-2026-01-09-050403.png'],
    ['x'.repeat(300), `${'x'.repeat(60)}-2026-01-09-050403.png`],
  ])('%j', (machine, name) => {
    expect(screenshotName(machine, now)).toBe(name);
  });
});

describe('statistics', () => {
  it('say bytes with as many digits as matter', () => {
    expect([0, 999, 1500, 25_400, 3_210_000].map(bytesPerSecond)).toEqual([
      '0 B/s',
      '999 B/s',
      '1.5 kB/s',
      '25 kB/s',
      '3.2 MB/s',
    ]);
  });

  it('name the encoding that drew the most since last time', () => {
    expect(busiest(new Map([[7, 1000]]), new Map([[7, 1010], [0, 20]]))).toBe(0);
    expect(busiest(new Map([[7, 1000]]), new Map([[7, 1000]]))).toBeUndefined();
    expect(encodingName(-260)).toBe('Tight PNG');
    expect(encodingName(1234)).toBe('No. 1234');
  });
});
