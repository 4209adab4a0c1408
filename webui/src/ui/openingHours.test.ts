import { describe, expect, it } from 'vitest';

import { hoursOf, isReadable, openingWords, typedHours } from './openingHours';

const closed = ['', '', '', '', '', '', ''];

describe('opening hours', () => {
  it('are shown as they were typed, a text a day', () => {
    expect(typedHours(null)).toEqual(closed);
    expect(typedHours({ monday: ['08:00-12:00', '13:00-17:30'] })).toEqual(['08:00-12:00, 13:00-17:30', ...closed.slice(1)]);
  });

  it.each([
    ['08:00-12:00', ['08:00-12:00']],
    ['8-12', ['08:00-12:00']],
    ['8 – 12.30, 13:00-17', ['08:00-12:30', '13:00-17:00']],
    ['22-6;', ['22:00-06:00']],
    ['whenever', ['whenever']],
  ])('are read as people write them: %s', (typed, spans) => {
    expect(hoursOf([typed, ...closed.slice(1)])?.monday).toEqual(spans);
  });

  it('are none where no day has any', () => {
    expect(hoursOf(['', ' ', ',', '', '', '', ''])).toBeNull();
  });

  it.each([
    ['', true],
    ['8-12, 13-17, 18-20', true],
    ['8-12, 13-17, 18-20, 21-22', false],
    ['8', false],
    ['8-12:60', false],
    ['25-26', false],
    ['whenever', false],
  ])('tell what can be read: %s', (typed, readable) => {
    expect(isReadable(typed)).toBe(readable);
  });

  it('say when the machine opens or closes', () => {
    const change = { at: '2026-11-23T07:00:00Z', weekday: 'monday', time: '08:00' } as const;
    expect(openingWords({ open: true, open_changes: null })).toBe('');
    expect(openingWords({ open: false, open_changes: change })).toBe('Opens Monday 08:00');
    expect(openingWords({ open: true, open_changes: change })).toBe('Closes Monday 08:00');
    expect(openingWords({ open: false, open_changes: null })).toBe('Closed');
  });
});
