import { Alert, Button } from '@mantine/core';
import { IconLock, IconTrash } from '@tabler/icons-react';
import { useNavigate, useParams } from 'react-router-dom';

import type { Role } from '../../api/client';
import { useRemoveRole } from '../../api/peopleMutations';
import { usePermissionSets, useRole } from '../../api/peopleQueries';
import { useAccess } from '../../app/CurrentUser';
import { AccessGrid } from '../../rights/LevelLabel';
import { WideNotice } from '../../rights/WideNotice';
import { words as rightsWords } from '../../rights/words';
import { AskedAction } from '../../ui/AskedAction';
import { Card } from '../../ui/Card';
import { Loaded } from '../../ui/Loaded';
import { Page } from '../../ui/Page';
import { TextLink } from '../../ui/TextLink';
import { EditRole } from './EditRole';
import { FactorOfRole } from './FactorOfRole';
import { GroupsOfRole, UsersOfRole } from './Holders';
import classes from './roles.module.css';
import { describedAs, Preconfigured } from './RolesPage';
import { words } from './words';

const back = { to: '/roles', label: words.back };

export default function RolePage() {
  const { id = '' } = useParams();
  const query = useRole(id);
  return (
    <Loaded query={query} title={words.oneRole} back={back} missing={{ title: words.missing, text: words.missingText }}>
      {(role) => <Details role={role} />}
    </Loaded>
  );
}

function Details({ role }: { role: Role }) {
  const mayEdit = useAccess('roles') === 'edit';
  const mayChange = mayEdit && role.may_give && !role.key;
  const maySeeUsers = useAccess('users') !== 'none';
  const maySeeGroups = useAccess('groups') !== 'none';
  return (
    <Page
      title={role.name}
      lead={
        <span className={classes.name}>
          {describedAs(role)}
          <Preconfigured role={role} />
        </span>
      }
      visited
      back={back}
      actions={
        mayChange && (
          <>
            <EditRole role={role} />
            <DeleteRole role={role} />
          </>
        )
      }
    >
      <div className={classes.stack}>
        {mayEdit && (role.key || !role.may_give) && (
          <Alert variant="light" color="gray" icon={<IconLock size={20} aria-hidden />}>
            {role.key ? words.preconfiguredText : rightsWords.moreThanYours}
          </Alert>
        )}
        {!role.key && <WideNotice access={role.access} />}
        <Card title={words.gives}>
          <AccessGrid access={role.access} />
          {role.key === 'owner' && <p className={classes.after}>{words.ownerToo}</p>}
        </Card>
        {!role.key && <Sets role={role} />}
        <FactorOfRole role={role} mayChange={mayEdit && role.may_give} />
        {maySeeUsers && <UsersOfRole role={role} />}
        {maySeeGroups && <GroupsOfRole role={role} />}
      </div>
    </Page>
  );
}

function Sets({ role }: { role: Role }) {
  const maySee = useAccess('permission_sets') !== 'none';
  const sets = usePermissionSets(maySee).data?.items;
  return (
    <Card title={words.setsOf}>
      {role.permission_sets.length === 0 ? (
        <p className={classes.text}>{words.noSetsOf}</p>
      ) : (
        <ul className={classes.chosen}>
          {role.permission_sets.map((id) => (
            <li key={id}>
              {maySee ? (
                <TextLink to={`/permission-sets/${id}`}>{sets?.find((one) => one.id === id)?.name ?? '…'}</TextLink>
              ) : (
                rightsWords.notKnown(id)
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function DeleteRole({ role }: { role: Role }) {
  const remove = useRemoveRole();
  const navigate = useNavigate();
  return (
    <AskedAction
      button={(ask) => (
        <Button variant="default" size="md" leftSection={<IconTrash size={18} aria-hidden />} onClick={ask}>
          {words.delete}
        </Button>
      )}
      title={words.deleteTitle(role.name)}
      action={words.delete}
      typed={role.users + role.groups > 0 ? role.name : undefined}
      mutation={remove}
      argument={{ id: role.id, version: role.version }}
      done={words.deleted(role.name)}
      onDone={() => navigate('/roles', { replace: true })}
    >
      {words.deleteText}
    </AskedAction>
  );
}
