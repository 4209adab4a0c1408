import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconUsersGroup } from '@tabler/icons-react';

import type { Group } from '../../api/client';
import { useGroups, useRoles } from '../../api/peopleQueries';
import { useAccess } from '../../app/CurrentUser';
import { Card } from '../../ui/Card';
import { type Column, DataTable } from '../../ui/DataTable';
import { Listing } from '../../ui/Listing';
import { Page } from '../../ui/Page';
import { EmptyState } from '../../ui/States';
import { TextLink } from '../../ui/TextLink';
import { useColumns } from '../../ui/useColumns';
import { CreateGroup } from './CreateGroup';
import { words } from './words';

const columns: Column<Group>[] = [
  { title: words.columns.name, kind: 'lead', cell: (group) => <TextLink to={`/groups/${group.id}`}>{group.name}</TextLink> },
  { id: 'description', title: words.columns.description, minor: true, cell: (group) => group.description },
  { id: 'roles', title: words.columns.roles, cell: (group) => <RolesOf group={group} /> },
  { id: 'members', title: words.columns.members, kind: 'number', cell: (group) => words.members(group.members) },
];

export default function GroupsPage() {
  const mayCreate = useAccess('groups') === 'edit';
  const [creating, dialog] = useDisclosure(false);
  const table = useColumns('groups', columns);
  const query = useGroups();
  const rows = query.data?.items;
  const create = mayCreate && (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={dialog.open}>
      {words.create}
    </Button>
  );
  const actions = (
    <>
      {rows && rows.length > 0 && table.menu}
      {create}
    </>
  );
  const first = mayCreate && (
    <Button variant="light" onClick={dialog.open}>
      {words.createFirst}
    </Button>
  );
  const empty = (
    <EmptyState icon={<IconUsersGroup size={24} />} title={words.none} action={first}>
      {words.noneText}
    </EmptyState>
  );
  return (
    <Page title={words.title} lead={words.lead} actions={actions}>
      <Card flush>
        <Listing query={query} rows={rows} empty={empty}>
          <DataTable label={words.tableLabel} columns={table.columns} rows={rows} rowKey={({ id }) => id} />
        </Listing>
      </Card>
      {mayCreate && <CreateGroup opened={creating} onClose={dialog.close} />}
    </Page>
  );
}

function RolesOf({ group }: { group: Group }) {
  const maySee = useAccess('roles') !== 'none';
  const roles = useRoles(maySee).data?.items;
  if (group.roles.length === 0) return words.noRole;
  if (!roles) return words.rolesUnknown(group.roles.length);
  return roles.filter(({ id }) => group.roles.includes(id)).map(({ name }) => name).join(', ');
}
