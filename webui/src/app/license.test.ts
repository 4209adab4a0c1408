import { expect, it } from 'vitest';

import type { Feature, Me } from '../api/client';
import { accessOf, isLicensed } from './license';
import { maySee, tabGroups } from './tabs';

const ultimate: Feature[] = ['organization', 'user_providers', 'create_users', 'roles', 'groups', 'permission_sets', 'user_roles'];
const standard: Feature[] = ['team', 'invite_users'];

const access = {
  personal_profile: 'edit',
  license: 'edit',
  invoices: 'view',
  users: 'edit',
  roles: 'edit',
  groups: 'edit',
  permission_sets: 'edit',
  address_books: 'edit',
  clients: 'edit',
  sessions: 'edit',
  builds: 'edit',
  organization: 'edit',
} as Me['access'];

it('leaves nobody rights to what the license does not have', () => {
  expect(accessOf({ access, features: ultimate }, 'groups')).toBe('edit');
  expect(accessOf({ access, features: standard }, 'groups')).toBe('none');
  expect(accessOf({ access, features: standard }, 'permission_sets')).toBe('none');
  expect(accessOf({ access, features: standard }, 'users')).toBe('edit');
  expect(accessOf({ access: { ...access, groups: 'none' }, features: ultimate }, 'groups')).toBe('none');
  expect(isLicensed({ features: standard }, 'roles')).toBe(true);
});

const pathsOf = (me: Parameters<typeof maySee>[1]) => tabGroups.flatMap(({ tabs }) => tabs.filter((tab) => maySee(tab, me)).map(({ to }) => to));
const common = ['/', '/clients', '/address-books', '/sessions', '/users'];

it.each([
  [
    'an organization',
    { access, features: ultimate, appliance_owner: false },
    [...common, '/roles', '/groups', '/permission-sets', '/audit', '/relays', '/mail', '/license', '/invoices', '/user-providers', '/organization'],
  ],
  ['a team', { access, features: standard, appliance_owner: false }, [...common, '/audit', '/relays', '/mail', '/license', '/invoices', '/team']],
  [
    'a team without a say in money',
    { access: { ...access, license: 'none' as const, invoices: 'none' as const }, features: standard, appliance_owner: true },
    [...common, '/audit', '/relays', '/mail', '/organizations', '/team'],
  ],
])('shows the tabs of %s', (_, me, paths) => {
  expect(pathsOf(me)).toEqual(paths);
});
