import { describe, expect, it, vi } from 'vitest';

import { translations } from '../languages/de';

import { count, describeBrowser, formatAgo, formatBytes, formatClock, formatDateTime, formatDay } from './format';

describe('formats', () => {
  it.each([
    [0, '0\u00a0B'],
    [999, '999\u00a0B'],
    [1000, '1\u00a0kB'],
    [1532, '1.5\u00a0kB'],
    [123_456, '123\u00a0kB'],
    [999_960, '1\u00a0MB'],
    [48_635_801, '48.6\u00a0MB'],
    [5e15, '5,000\u00a0TB'],
  ])('%d bytes', (bytes, shown) => {
    expect(formatBytes(bytes)).toBe(shown);
  });

  it('a day, whatever the time zone', () => {
    expect(formatDay('2026-11-01')).toBe('Nov 1');
  });

  it.each([
    [-3, '0:00'],
    [9.9, '0:09'],
    [65, '1:05'],
    [3725, '1:02:05'],
    [360_000, '100:00:00'],
  ])('%d seconds on a clock', (seconds, shown) => {
    expect(formatClock(seconds)).toBe(shown);
  });

  it('counts', () => {
    expect([count(0, 'machine'), count(1, 'machine'), count(1200, 'machine')]).toEqual([
      '0 machines',
      '1 machine',
      '1,200 machines',
    ]);
  });

  it('names the day as one would', () => {
    const local = (...parts: [number, number, number, number, number]) => new Date(...parts);
    const now = local(2030, 2, 1, 0, 5).getTime(); // just after midnight, on the first of March
    const shown = (date: Date) => formatDateTime(date.toISOString(), now);
    expect(shown(local(2030, 2, 1, 0, 1))).toMatch(/^Today, /);
    expect(shown(local(2030, 1, 28, 23, 59))).toMatch(/^Yesterday, /);
    expect(shown(local(2030, 1, 27, 12, 0))).not.toMatch(/day|2030/);
    expect(shown(local(2029, 11, 31, 12, 0))).toMatch(/2029/);
  });

  it('takes a clock that is a little ahead for now', () => {
    const now = Date.parse('2030-01-01T12:00:00Z');
    expect(formatAgo('2030-01-01T12:00:20Z', now)).toBe('just now');
    expect(formatAgo('2030-01-01T11:57:00Z', now)).toBe('3 minutes ago');
  });

  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36', 'Chrome on Linux'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/140.0 Safari/537.36 Edg/140.0', 'Edge on Windows'],
    ['Mozilla/5.0 (Linux; Android 15) Gecko/140.0 Firefox/140.0', 'Firefox on Android'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1', 'Safari on iOS'],
    ['curl/8.0', 'curl/8.0'],
    ['', 'Unknown browser'],
  ])('names %s', (userAgent, shown) => {
    expect(describeBrowser(userAgent)).toBe(shown);
  });
});

describe('formats in German', async () => {
  vi.resetModules();
  vi.doMock('../languages', () => ({ language: 'de', locale: 'de-DE', translations }));
  const german = await import('./format');
  const now = new Date(2030, 2, 1, 0, 5).getTime();

  it.each([
    [german.formatBytes(1532), '1,5\u00a0kB'],
    [german.formatBytes(5e15), '5.000\u00a0TB'],
    [german.formatAgo(new Date(now - 20_000).toISOString(), now), 'gerade eben'],
    [german.formatAgo(new Date(now - 432_000_000).toISOString(), now), 'vor 5 Tagen'],
    [german.formatDateTime(new Date(2030, 2, 1, 0, 1).toISOString(), now), 'Heute, 00:01'],
    [german.formatDateTime(new Date(2030, 1, 28, 23, 59).toISOString(), now), 'Gestern, 23:59'],
    [german.formatDateTime(new Date(2030, 1, 27, 12, 0).toISOString(), now), '27. Feb., 12:00'],
    [german.describeBrowser('(X11; Linux x86_64) Chrome/140.0'), 'Chrome auf Linux'],
  ])('%s', (shown, expected) => {
    expect(shown).toBe(expected);
  });
});
