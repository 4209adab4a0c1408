import { expect, it } from 'vitest';

import type { Feature, Level, Me, Section } from '../api/client';
import { maySee, tabGroups } from './tabs';

const ultimate: Feature[] = ['organization', 'user_providers', 'create_users', 'roles', 'groups', 'permission_sets', 'user_roles'];
const sections = [
  'personal_profile', 'license', 'invoices', 'users', 'roles', 'groups', 'permission_sets', 'address_books', 'clients', 'sessions', 'builds',
  'organization',
] as const satisfies readonly Section[];
const levels: Record<string, Level> = { e: 'edit', v: 'view', x: 'none' };

// The matrix of the preconfigured roles, a letter a section, with what User gives to everybody.
const withUser = (letters: string): Me['access'] =>
  Object.fromEntries(
    sections.map((section, at) => {
      const [own, users] = [letters, 'exxxxxxxvxvx'].map((row) => levels[row[at]!]!);
      return [section, own === 'edit' || users === 'edit' ? 'edit' : own === 'view' || users === 'view' ? 'view' : 'none'];
    }),
  ) as Me['access'];

const everywhere = ['/', '/clients', '/address-books'];
const people = ['/users', '/roles', '/groups', '/permission-sets', '/audit'];
const appliance = ['/relays', '/mail'];
const bills = ['/license', '/invoices'];
const settings = ['/user-providers', '/organization'];

it.each([
  ['Owner', 'eeeeeeeeeeee', [...everywhere, '/sessions', ...people, ...appliance, ...bills, ...settings]],
  ['Admin', 'xvveeeeeeeee', [...everywhere, '/sessions', ...people, ...appliance, ...bills, ...settings]],
  ['Support agent', 'xxxvxvxvvxxx', [...everywhere, '/users', '/groups']],
  ['Data protection officer', 'xvvvvvvvvvxv', [...everywhere, '/sessions', ...people, ...appliance, ...bills, ...settings]],
  ['Accountant', 'xvvxxxxxxxxv', [...everywhere, ...appliance, ...bills, ...settings]],
  ['User', 'exxxxxxxvxvx', everywhere],
])('shows %s the tabs of what they may see', (_, letters, wanted) => {
  const me = { access: withUser(letters), features: ultimate, appliance_owner: false };
  const shown = tabGroups.flatMap(({ tabs }) => tabs.filter((tab) => maySee(tab, me)).map(({ to }) => to));
  expect(shown).toEqual(wanted);
});
