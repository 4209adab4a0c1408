import { Alert, Button } from '@mantine/core';
import { IconLock, IconPencil, IconTrash } from '@tabler/icons-react';
import { Link, useNavigate, useParams } from 'react-router-dom';

import type { PermissionSet } from '../../api/client';
import { useRemovePermissionSet } from '../../api/peopleMutations';
import { usePermissionSet, useRoles } from '../../api/peopleQueries';
import { useAccess } from '../../app/CurrentUser';
import { AccessGrid } from '../../rights/LevelLabel';
import { WideNotice } from '../../rights/WideNotice';
import { words as rightsWords } from '../../rights/words';
import { AskedAction } from '../../ui/AskedAction';
import { Card } from '../../ui/Card';
import { Loaded } from '../../ui/Loaded';
import { Page } from '../../ui/Page';
import { TextLink } from '../../ui/TextLink';
import classes from './permissionSets.module.css';
import { words } from './words';

const back = { to: '/permission-sets', label: words.back };

export default function PermissionSetPage() {
  const { id = '' } = useParams();
  const query = usePermissionSet(id);
  return (
    <Loaded query={query} title={words.oneSet} back={back} missing={{ title: words.missing, text: words.missingText }}>
      {(set) => <Details set={set} />}
    </Loaded>
  );
}

function Details({ set }: { set: PermissionSet }) {
  const mayEdit = useAccess('permission_sets') === 'edit';
  return (
    <Page
      title={set.name}
      lead={set.description}
      visited
      back={back}
      actions={
        mayEdit &&
        set.may_give && (
          <>
            <Button
              variant="default"
              size="md"
              component={Link}
              to={`/permission-sets/${set.id}/edit`}
              leftSection={<IconPencil size={18} aria-hidden />}
            >
              {words.edit}
            </Button>
            <DeleteSet set={set} />
          </>
        )
      }
    >
      <div className={classes.stack}>
        {mayEdit && !set.may_give && (
          <Alert variant="light" color="gray" icon={<IconLock size={20} aria-hidden />}>
            {rightsWords.moreThanYours}
          </Alert>
        )}
        <WideNotice access={set.access} />
        <Card title={rightsWords.accessControl}>
          <AccessGrid access={set.access} />
        </Card>
        <RolesOf set={set} />
      </div>
    </Page>
  );
}

function RolesOf({ set }: { set: PermissionSet }) {
  const maySee = useAccess('roles') !== 'none';
  const roles = useRoles(maySee).data?.items;
  return (
    <Card title={words.roles}>
      {set.roles.length === 0 || !maySee ? (
        <p className={classes.text}>{set.roles.length === 0 ? words.noRole : words.rolesUnknown(set.roles.length)}</p>
      ) : (
        <ul className={classes.chosen}>
          {set.roles.map((id) => (
            <li key={id}>
              <TextLink to={`/roles/${id}`}>{roles?.find((one) => one.id === id)?.name ?? '…'}</TextLink>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function DeleteSet({ set }: { set: PermissionSet }) {
  const remove = useRemovePermissionSet();
  const navigate = useNavigate();
  return (
    <AskedAction
      button={(ask) => (
        <Button variant="default" size="md" leftSection={<IconTrash size={18} aria-hidden />} onClick={ask}>
          {words.delete}
        </Button>
      )}
      title={words.deleteTitle(set.name)}
      action={words.delete}
      typed={set.roles.length > 0 ? set.name : undefined}
      mutation={remove}
      argument={{ id: set.id, version: set.version }}
      done={words.deleted(set.name)}
      onDone={() => navigate('/permission-sets', { replace: true })}
    >
      {words.deleteText}
    </AskedAction>
  );
}
