import type { Section, User, UserAccess } from '../../api/client';
import { useUserAccess } from '../../api/peopleQueries';
import { useAccess, useCurrentUser, useFeature } from '../../app/CurrentUser';
import { isLicensed } from '../../app/license';
import { LevelLabel } from '../../rights/LevelLabel';
import { Until } from '../../rights/Until';
import { words as rightsWords } from '../../rights/words';
import { Card } from '../../ui/Card';
import { type Column, DataTable } from '../../ui/DataTable';
import { Listing } from '../../ui/Listing';
import { TextLink } from '../../ui/TextLink';
import classes from './users.module.css';
import { words } from './words';

type Row = UserAccess['sections'][number];

const columns: Column<Row>[] = [
  { title: words.accessColumns.section, kind: 'lead', cell: ({ section, label }) => (rightsWords.sections as Record<string, string>)[section] ?? label },
  { title: words.accessColumns.level, cell: ({ level }) => <LevelLabel level={level} /> },
  { title: words.accessColumns.by, cell: ({ by, level }) => by.length > 0 && <Because by={by} reached={level} /> },
];

// Every section, how far this person gets there, and which role, by themselves or by which group, is the reason.
export function AccessTable({ user }: { user: User }) {
  const query = useUserAccess(user.id);
  const me = useCurrentUser();
  const givesRoles = useFeature('user_roles');
  const rows = query.data?.sections.filter(({ section }) => isLicensed(me, section as Section));
  return (
    <Card title={words.access} flush className={classes.wide}>
      {user.state !== 'active' && <p className={classes.underTitle}>{words.off[user.state]}</p>}
      <Listing query={query} rows={rows} empty={null}>
        <DataTable label={words.accessLabel} columns={columns} rows={rows} rowKey={({ section }) => section} />
      </Listing>
      {query.data?.owner && <p className={classes.foot}>{givesRoles ? words.owner : words.ownerAlone}</p>}
    </Card>
  );
}

// How far each goes is said only where another goes further.
function Because({ by, reached }: { by: Row['by']; reached: Row['level'] }) {
  const hasRoles = useFeature('roles');
  const maySeeRoles = useAccess('roles') !== 'none' && hasRoles;
  const maySeeGroups = useAccess('groups') !== 'none';
  return (
    <ul className={classes.because}>
      {by.map(({ level, role, group, expires_at }) => (
        <li key={`${role.id} ${group?.id ?? ''}`}>
          <span>
            {maySeeRoles ? <TextLink to={`/roles/${role.id}`}>{role.name}</TextLink> : role.name}
            {level !== reached && ` (${rightsWords.levels[level]})`}
          </span>
          {group && (
            <span>
              {words.byGroup} {maySeeGroups ? <TextLink to={`/groups/${group.id}`}>{group.name}</TextLink> : group.name}
            </span>
          )}
          <Until iso={expires_at} />
        </li>
      ))}
    </ul>
  );
}
