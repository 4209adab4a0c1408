import { describe, expect, it } from 'vitest';

import type { Session } from '../../api/client';
import { available } from '../../ui/permissions';
import { authorizationInShort, authorizationOf, offeredOf, permissionsOf, profileOf } from './rights';

const all: Session['permissions'] = [...available];
const open = {
  state: 'open',
  permissions: all,
  granted_permissions: ['view_screen', 'keyboard'],
  profile: 'Default',
  authorization: { by: 'right', approval_id: null, approved_by: null, token: null, roles: [{ name: 'Owner', group: null }, { name: 'Desk', group: 'Night' }] },
} satisfies Parameters<typeof profileOf>[0];

describe('what a session was allowed', () => {
  it('is what the machine says', () => {
    expect(profileOf(open)).toBe('Default');
    expect(permissionsOf(open)).toBe('see the screen, keyboard');
    expect(permissionsOf({ ...open, granted_permissions: all })).toBe('Everything that this version can do');
    expect(offeredOf(open)).toBeNull();
    expect(authorizationOf(open)).toBe('By the right to see clients and connect: role Owner, role Desk by the group Night');
    expect(authorizationInShort(open)).toBe('By a right');
    const approved = { ...open, authorization: { ...open.authorization, approval_id: '7', approved_by: 'Anna Lead' } };
    expect(authorizationOf(approved)).toMatch(/^By the right to see clients .+; approved by Anna Lead$/);
  });

  it('names the token of a program', () => {
    const session = { ...open, authorization: { by: 'api_token' as const, approval_id: null, approved_by: null, token: 'CI', roles: [{ name: 'Owner', group: null }] } };
    expect(authorizationOf(session)).toBe('By the API token “CI”, within its owner’s right: role Owner');
    expect(authorizationInShort(session)).toBe('By the API token “CI”');
    expect(authorizationOf({ ...open, authorization: { by: 'api_token', approval_id: null, approved_by: null, token: 'CI', roles: [] } })).toBe('By the API token “CI”');
  });

  it('is not guessed for sessions of before it was recorded', () => {
    const old = { ...open, granted_permissions: null, profile: null, authorization: null };
    for (const words of [profileOf(old), permissionsOf(old), authorizationOf(old), authorizationInShort(old)])
      expect(words).toBe('Not recorded');
    expect(offeredOf(old)).toBe('Everything that this version can do');
  });

  it('is open as long as the machine says nothing', () => {
    const silent = { ...open, granted_permissions: null, profile: null };
    expect(profileOf(silent)).toBe('The machine has not said');
    expect(permissionsOf(silent)).toBe('The machine has not said');
    expect(profileOf({ ...silent, state: 'requested' })).toBeNull();
  });

  it('may be in a way that this page does not know', () => {
    const later = { ...open, authorization: { by: 'consent', approval_id: null, approved_by: null, token: null, roles: [] } } as unknown as typeof open;
    expect(authorizationOf(later)).toBe('In another way: consent');
    expect(authorizationInShort(later)).toBe('In another way: consent');
  });
});
