import { expect, it } from 'vitest';

import { compare } from './comparison';

it('says which license has what', () => {
  const rows = compare([
    { tier: 'standard', features: ['team', 'invite_users'] },
    { tier: 'advanced', features: ['team', 'invite_users', 'user_roles'] },
    { tier: 'ultimate', features: ['organization', 'user_providers', 'create_users', 'roles', 'groups', 'permission_sets', 'user_roles'] },
  ]);
  const has = Object.fromEntries(rows.map((one) => [one.row, one.has.map((yes) => (yes ? 'x' : '-')).join('')]));
  expect(has).toEqual({
    users: 'xxx',
    clients: 'xxx',
    team: 'xx-',
    invite_users: 'xx-',
    user_roles: '-xx',
    organization: '--x',
    user_providers: '--x',
    create_users: '--x',
    roles: '--x',
    groups: '--x',
    permission_sets: '--x',
  });
});
