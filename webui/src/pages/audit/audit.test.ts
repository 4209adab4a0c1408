import { describe, expect, it } from 'vitest';

import { changesOf } from './changes';
import { filterOf, isFiltered, readChoice, writeChoice } from './filter';
import { words } from './words';

describe('before and after', () => {
  it('say only what differs, in words', () => {
    expect(changesOf({ before: { first_name: 'Tom', disabled: false }, after: { first_name: 'Thomas', disabled: true } })).toEqual([
      { label: 'First name', before: 'Tom', after: 'Thomas' },
      { label: 'Disabled', after: 'yes' },
    ]);
  });

  it('name sections and levels, and leave out what gives nothing', () => {
    const access = { clients: 'none', sessions: 'view' };
    expect(changesOf({ before: { access }, after: { access: { clients: 'edit', sessions: 'view' } } })).toEqual([
      { label: 'Clients', after: 'View & Edit' },
    ]);
    expect(changesOf({ before: null, after: { name: 'Desk', access } })).toEqual([
      { label: 'Name', after: 'Desk' },
      { label: 'Sessions', after: 'View' },
    ]);
  });

  it('name what is stored as numbers, as far as it is still there', () => {
    const nameOf = (_kind: string, id: string) => (id === '7' ? 'Desk' : undefined);
    expect(changesOf({ before: { permission_sets: [7] }, after: { permission_sets: [7, 8] } }, nameOf)).toEqual([
      { label: 'Permission Sets', before: 'Desk', after: 'Desk, No. 8' },
    ]);
    // A group that was deleted is told with the names of its roles.
    expect(changesOf({ before: { roles: ['Desk'] }, after: null }, nameOf)).toEqual([{ label: 'Roles', before: 'Desk' }]);
  });

  it('list tags', () => {
    expect(changesOf({ before: { tags: [] }, after: { tags: ['Berlin', 'Till'] } })).toEqual([{ label: 'Tags', after: 'Berlin, Till' }]);
    expect(changesOf({ before: { tags: ['Till'] }, after: { tags: [] } })).toEqual([{ label: 'Tags', before: 'Till' }]);
  });

  it('call a user provider as its page does', () => {
    expect(changesOf({ before: { user_provider: 'idp' }, after: { user_provider: 'admin' } })).toEqual([
      { label: 'User provider', before: 'IDP', after: 'Admin' },
    ]);
  });

  it('tell a browser by its name', () => {
    const browser = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';
    expect(changesOf({ before: null, after: { browser } })).toEqual([{ label: 'Browser', after: 'Chrome on Linux' }]);
  });

  it('say in words what the appliance keeps by its own names', () => {
    const after = { changed: ['vat_id', 'city'], events: 'session.ended, client.new', license: 'advanced', visible_to: 'groups', groups: ['Tills', 'Desk'] };
    const said = Object.fromEntries(changesOf({ before: null, after }).map((change) => [change.label, change.after]));
    expect(said).toEqual({
      Changed: 'VAT ID, City',
      'Tells of': 'Session ended, client.new',
      License: 'Advanced',
      'Visible to': 'Members of some groups',
      Groups: 'Tills, Desk',
    });
    expect(changesOf({ before: null, after: { changed: 3 } })).toEqual([{ label: 'Changed', after: '3' }]);
  });

  it('end with the day, and take what they do not know as it is', () => {
    const end = new Date(2031, 0, 1).toISOString();
    expect(changesOf({ before: null, after: { role: 'Admin', expires_at: end } })[1]?.after).toMatch(/31/);
    expect(changesOf({ before: null, after: { colour: { red: 1 } } })).toEqual([{ label: 'colour', after: '{"red":1}' }]);
    expect(changesOf({ before: null, after: null })).toEqual([]);
  });
});

describe('the address', () => {
  const read = (query: string) => readChoice(new URLSearchParams(query));

  it('reads what it wrote', () => {
    const choice = { search: 'ines', action: 'role.', actor: '7', from: '2026-11-01', to: '2026-11-30' };
    expect(read(writeChoice(choice).toString())).toEqual(choice);
    expect(isFiltered(choice)).toBe(true);
  });

  it('takes what is no choice as not chosen', () => {
    expect(read('action=all&actor=x&from=2026-02-30&to=soon')).toEqual(read(''));
    expect(isFiltered(read('search=%20'))).toBe(false);
  });

  it('means whole days of whoever looks', () => {
    const filter = filterOf(read('from=2026-11-01&to=2026-11-01'));
    expect(filter.from).toBe(new Date(2026, 10, 1).toISOString());
    expect(filter.to).toBe(new Date(2026, 10, 2).toISOString());
  });
});

describe('the words', () => {
  it('name every action that the appliance writes', () => {
    const sources = import.meta.glob<string>(['../../../../appliance/portal/*.cpp', '../../../../appliance/auth/*.cpp'], { query: '?raw', import: 'default', eager: true });
    const written = Object.values(sources).flatMap((source) => [...source.matchAll(/"([a-z_]+\.[a-z_]+)"/g)].map((match) => match[1] ?? ''));
    const actions = written.filter((name) => Object.keys(words.actionGroups).some((group) => name.startsWith(group)));
    expect(actions.length).toBeGreaterThan(30);
    expect(actions.filter((name) => !(name in words.actions))).toEqual([]);
  });
});
