import { Alert, Button } from '@mantine/core';
import { IconLock, IconTrash } from '@tabler/icons-react';
import { useNavigate, useParams } from 'react-router-dom';

import type { Group } from '../../api/client';
import { useRemoveGroup } from '../../api/peopleMutations';
import { useGroup } from '../../api/peopleQueries';
import { useAccess } from '../../app/CurrentUser';
import { AccessGrid } from '../../rights/LevelLabel';
import { WideNotice } from '../../rights/WideNotice';
import { AskedAction } from '../../ui/AskedAction';
import { Card } from '../../ui/Card';
import { Loaded } from '../../ui/Loaded';
import { Page } from '../../ui/Page';
import { EditGroup } from './EditGroup';
import { GroupMembers } from './GroupMembers';
import { GroupRoles } from './GroupRoles';
import classes from './groups.module.css';
import { words } from './words';

const back = { to: '/groups', label: words.back };

export default function GroupPage() {
  const { id = '' } = useParams();
  const query = useGroup(id);
  return (
    <Loaded query={query} title={words.oneGroup} back={back} missing={{ title: words.missing, text: words.missingText }}>
      {(group) => <Details group={group} />}
    </Loaded>
  );
}

function Details({ group }: { group: Group }) {
  const mayEdit = useAccess('groups') === 'edit';
  const mayChange = mayEdit && group.may_give;
  const maySeeUsers = useAccess('users') !== 'none';
  return (
    <Page
      title={group.name}
      lead={group.description}
      visited
      back={back}
      actions={
        mayChange && (
          <>
            <EditGroup group={group} />
            <DeleteGroup group={group} />
          </>
        )
      }
    >
      <div className={classes.stack}>
        {mayEdit && !group.may_give && (
          <Alert variant="light" color="gray" icon={<IconLock size={20} aria-hidden />}>
            {words.moreThanYours}
          </Alert>
        )}
        <WideNotice access={group.access} />
        {maySeeUsers && <GroupMembers group={group} mayChange={mayChange} />}
        <GroupRoles group={group} mayChange={mayChange} />
        <Card title={words.gives}>
          <AccessGrid access={group.access} />
        </Card>
      </div>
    </Page>
  );
}

function DeleteGroup({ group }: { group: Group }) {
  const remove = useRemoveGroup();
  const navigate = useNavigate();
  return (
    <AskedAction
      button={(ask) => (
        <Button variant="default" size="md" leftSection={<IconTrash size={18} aria-hidden />} onClick={ask}>
          {words.delete}
        </Button>
      )}
      title={words.deleteTitle(group.name)}
      action={words.delete}
      typed={group.members + group.roles.length > 0 ? group.name : undefined}
      mutation={remove}
      argument={{ id: group.id, version: group.version }}
      done={words.deleted(group.name)}
      onDone={() => navigate('/groups', { replace: true })}
    >
      {words.deleteText}
    </AskedAction>
  );
}
