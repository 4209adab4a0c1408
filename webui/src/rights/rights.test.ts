import { describe, expect, it } from 'vitest';

import { dayOf, endOfDay, lastDay, startOfDay } from './days';
import { noAccess, sections, summary, union, wideness } from './levels';

describe('levels', () => {
  it('add up to the highest of each section', () => {
    const all = union([
      { ...noAccess, clients: 'view', sessions: 'edit' },
      { ...noAccess, clients: 'edit', users: 'view' },
    ]);
    expect(all).toEqual({ ...noAccess, clients: 'edit', sessions: 'edit', users: 'view' });
    expect(union([])).toEqual(noAccess);
  });

  it('are all twelve sections', () => expect(sections).toHaveLength(12));

  it('are wide when they reach others’ rights, or nearly everything', () => {
    expect(wideness(noAccess)).toBeNull();
    expect(wideness({ ...noAccess, clients: 'edit', users: 'view' })).toBeNull();
    expect(wideness({ ...noAccess, groups: 'edit' })).toBe('rights');
    expect(wideness(Object.fromEntries(sections.map((one) => [one, 'edit'])) as typeof noAccess)).toBe('everything');
  });

  it('are told in few words', () => {
    expect(summary(noAccess)).toBe('Nothing');
    expect(summary({ ...noAccess, clients: 'edit', users: 'view', roles: 'view' })).toBe('View & Edit: Clients. View: Users, Roles');
  });
});

describe('an end', () => {
  it('is over with the day that was said', () => {
    const end = endOfDay('2030-12-31');
    expect(end && new Date(end)).toEqual(new Date(2031, 0, 1));
    expect(lastDay(end ?? '')).toBe('2030-12-31');
    expect(startOfDay('2030-12-31')).toBe(new Date(2030, 11, 31).toISOString());
  });

  it('is no end when it is no day', () => {
    for (const day of ['', '2030', '2030-02-30', '31.12.2030']) expect(endOfDay(day)).toBeNull();
  });

  it('is written as a field of type date reads it', () => expect(dayOf(new Date(2026, 2, 5))).toBe('2026-03-05'));
});
