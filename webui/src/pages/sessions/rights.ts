// What the appliance knows of a session's right, in words. null: nothing can be said yet.
import type { Session } from '../../api/client';
import { available, listed } from '../../ui/permissions';
import { words } from './words';

type Rights = Pick<Session, 'state' | 'permissions' | 'granted_permissions' | 'profile' | 'authorization'>;

// Sessions of before this was recorded have no authorization, and nothing else of it.
const unsaid = ({ authorization, state }: Rights): string | null =>
  authorization === null ? words.notRecorded : state === 'requested' ? null : words.notSaid;

export const profileOf = (session: Rights): string | null =>
  session.profile === null ? unsaid(session) : words.profileName(session.profile);

// All of them are not worth a list.
export function permissionNames(permissions: Session['permissions']): string {
  return available.every((name) => permissions.includes(name)) ? words.allPermissions : listed(permissions);
}

export const permissionsOf = (session: Rights): string | null =>
  session.granted_permissions === null ? unsaid(session) : permissionNames(session.granted_permissions);

// The machine grants no more than that.
export const offeredOf = (session: Rights): string | null =>
  session.granted_permissions === null ? permissionNames(session.permissions) : null;

export function authorizationOf(session: Rights): string {
  const approver = session.authorization?.approved_by ?? null;
  return approver === null ? rightOf(session) : words.approvedBy(rightOf(session), approver);
}

function rightOf({ authorization }: Rights): string {
  if (authorization === null) return words.notRecorded;
  const roles = authorization.roles
    .map(({ name, group }) => (group === null ? words.role(name) : words.roleByGroup(name, group)))
    .join(', ');
  const by: string = authorization.by;
  if (by === 'right') return words.byRight(roles);
  if (by === 'api_token') return words.byToken(authorization.token ?? '', roles);
  return words.otherwise(by); // of a newer appliance
}

// For a column: without the roles.
export function authorizationInShort({ authorization }: Rights): string {
  if (authorization === null) return words.notRecorded;
  if (authorization.token !== null) return words.byToken(authorization.token, '');
  const by: string = authorization.by;
  return Object.hasOwn(words.authorizations, by) ? words.authorizations[authorization.by] : words.otherwise(by);
}
