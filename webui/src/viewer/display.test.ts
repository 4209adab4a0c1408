import { describe, expect, it } from 'vitest';

import { Reaction, Recent } from './measures';
import { screenshotName } from './screenshot';
import { DEFAULTS, PICTURE_WISHES, readSettings } from './settings';
import { busiest, bytesPerSecond, encodingName } from './statistics';

describe('readSettings', () => {
  it('takes what still means something', () => {
    const stored = { scale: 'actual', quality: 'sharp', statistics: true, shareClipboard: false, sound: false, volume: 0.3 };
    expect(readSettings(JSON.stringify(stored))).toEqual(stored);
    expect(readSettings(JSON.stringify({ scale: 'actual', quality: 9, statistics: 'yes', sound: 1, volume: 2 }))).toEqual({
      ...DEFAULTS,
      scale: 'actual',
    });
  });

  it.each(Object.keys(PICTURE_WISHES))('know the picture %s', (quality) => {
    expect(readSettings(JSON.stringify({ quality })).quality).toBe(quality);
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

  it('name the encodings that drew most since last time', () => {
    const before = new Map([[7, 1000]]);
    expect(busiest(before, new Map([[7, 1010], [0, 20]]))).toEqual([0, 7]);
    expect(busiest(before, new Map([[7, 1010], [50, 900], [1, 400]]))).toEqual([50, 1]);
    expect(busiest(before, new Map([[7, 1000]]))).toEqual([]);
    expect(encodingName(-260)).toBe('Tight PNG');
    expect(encodingName(1234)).toBe('No. 1234');
  });
});

describe('what is measured', () => {
  it('is forgotten after a second', () => {
    const recent = new Recent();
    expect(recent.median(0)).toBeUndefined();
    for (const [value, at] of [[9, 0], [4, 10], [30, 20]] as const) recent.add(value, at);
    expect([recent.median(30), recent.median(1015), recent.median(1020)]).toEqual([9, 30, undefined]);
  });

  it('does not grow without end', () => {
    const recent = new Recent();
    for (let count = 0; count < 100_000; count += 1) recent.add(count, 0);
    expect(recent.median(0)).toBeGreaterThan(99_000);
  });

  it('is the time from a key to the next picture, where nothing else moves', () => {
    const reaction = new Reaction();
    reaction.drawn(0);
    expect(reaction.median).toBeUndefined();
    reaction.acted(1000);
    reaction.acted(1010); // the first one counts
    reaction.drawn(1030);
    expect(reaction.median).toBe(30);
    reaction.acted(1100); // something moved a moment ago
    reaction.drawn(1101);
    expect(reaction.median).toBe(30);
    reaction.acted(5000); // nothing came of it
    reaction.drawn(9000);
    reaction.acted(12_000);
    reaction.drawn(12_050);
    expect(reaction.median).toBe(50);
  });
});
