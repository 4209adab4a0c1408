import type { Role, User } from '../../api/client';
import { useGroups, useUsers } from '../../api/peopleQueries';
import { Person } from '../../rights/Person';
import { Until } from '../../rights/Until';
import { Card } from '../../ui/Card';
import { type Column, DataTable } from '../../ui/DataTable';
import { Listing } from '../../ui/Listing';
import { listOf } from '../../ui/pages';
import { TextLink } from '../../ui/TextLink';
import { UserState } from '../users/UserState';
import classes from './roles.module.css';
import { words } from './words';

// Who has it by themselves.
export function UsersOfRole({ role }: { role: Role }) {
  const query = useUsers({ search: '', role: role.id });
  const { rows, more } = listOf(query);
  const columns: Column<User>[] = [
    { title: words.userColumns.name, kind: 'lead', cell: (user) => <Person user={user} /> },
    { title: words.userColumns.state, cell: (user) => <UserState user={user} /> },
    { title: words.userColumns.until, cell: (user) => <End user={user} role={role} /> },
  ];
  return (
    <Card title={words.users} flush>
      {rows && rows.length > 0 && role.groups > 0 && <p className={classes.aside}>{words.usersText}</p>}
      <Listing query={query} rows={rows} empty={<p className={classes.none}>{words.noUsers}</p>}>
        <DataTable label={words.usersLabel} columns={columns} rows={rows} rowKey={({ id }) => id} more={more} />
      </Listing>
    </Card>
  );
}

function End({ user, role }: { user: User; role: Role }) {
  const end = user.roles.find(({ id }) => id === role.id)?.expires_at ?? null;
  return end === null ? words.forGood : <Until iso={end} />;
}

// Whose members have it by their group.
export function GroupsOfRole({ role }: { role: Role }) {
  const groups = useGroups().data?.items.filter(({ roles }) => roles.includes(role.id));
  if (!groups || role.key === 'owner') return null; // an Owner is a person
  return (
    <Card title={words.groups}>
      {groups.length === 0 ? (
        <p className={classes.text}>{words.noGroups}</p>
      ) : (
        <ul className={classes.chosen}>
          {groups.map(({ id, name }) => (
            <li key={id}>
              <TextLink to={`/groups/${id}`}>{name}</TextLink>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
