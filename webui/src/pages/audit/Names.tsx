import type { AuditEntry, Section } from '../../api/client';
import { useAccess, useFeature } from '../../app/CurrentUser';
import { TextLink } from '../../ui/TextLink';
import classes from './audit.module.css';
import { words } from './words';

const pages: Readonly<Record<string, { path: string; section: Section }>> = {
  user: { path: '/users', section: 'users' },
  role: { path: '/roles', section: 'roles' },
  permission_set: { path: '/permission-sets', section: 'permission_sets' },
  group: { path: '/groups', section: 'groups' },
  address_book: { path: '/address-books', section: 'address_books' },
  login: { path: '/users', section: 'users' },
  client: { path: '/clients', section: 'clients' },
  session: { path: '/sessions', section: 'sessions' },
};

// Who did it, as they were called then, and from where.
export function Actor({ entry }: { entry: AuditEntry }) {
  const maySee = useAccess('users') !== 'none';
  const { id, name } = entry.actor;
  return (
    <span className={classes.who}>
      {id !== null && maySee ? <TextLink to={`/users/${id}`}>{name}</TextLink> : name || words.nobody}
      {entry.address && <span className={classes.address}>{words.fromAddress(entry.address)}</span>}
    </span>
  );
}

// What was done, and to whom or what.
export function Deed({ entry }: { entry: AuditEntry }) {
  return (
    <span className={classes.deed}>
      <span>{words.actions[entry.action] ?? entry.action}</span>
      <Target entry={entry} />
    </span>
  );
}

// As it was called then.
function Target({ entry }: { entry: AuditEntry }) {
  const page = pages[entry.action.split('.')[0] ?? ''];
  const maySee = useAccess(page?.section ?? 'roles') !== 'none';
  const hasPage = useFeature('roles') || page?.section !== 'roles';
  const isThere = page && hasPage && maySee && !/\.(deleted|removed)$/.test(entry.action);
  const { id, name } = entry.target;
  return (
    <>
      {isThere ? <TextLink to={`${page.path}/${id}`}>{name}</TextLink> : <span>{name}</span>}
      {entry.action.startsWith('client.') && <span className={classes.address}>{words.machineId(id)}</span>}
    </>
  );
}
