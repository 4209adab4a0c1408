import { describe, expect, it } from 'vitest';

import { changes, merge, reverse } from './merge';

describe('two who edit at once', () => {
  const base = { name: 'Desk', description: '', roles: ['1'] };

  it('keep both changes of different fields', () => {
    const merged = merge(base, { ...base, name: 'Help desk' }, { ...base, roles: ['1', '2'] });
    expect(merged).toEqual({ values: { name: 'Help desk', description: '', roles: ['1', '2'] }, theirs: ['roles'], clashes: [] });
  });

  it('are told where both changed the same, and nothing typed is lost', () => {
    const merged = merge(base, { ...base, name: 'Help desk' }, { ...base, name: 'Front desk' });
    expect(merged).toEqual({ values: { ...base, name: 'Help desk' }, theirs: [], clashes: ['name'] });
  });

  it('do not clash over the same change', () =>
    expect(merge(base, { ...base, name: 'A' }, { ...base, name: 'A' })).toMatchObject({ theirs: [], clashes: [] }));

  it('send only what differs', () => {
    expect(changes(base, { ...base, roles: ['1', '2'] })).toEqual({ roles: ['1', '2'] });
    expect(changes(base, base)).toEqual({});
    expect(reverse(base, { ...base, roles: ['1', '2'] })).toEqual({ roles: base.roles });
    expect(reverse(base, base)).toEqual({});
  });
});
