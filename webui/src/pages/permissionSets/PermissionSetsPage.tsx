import { Button } from '@mantine/core';
import { IconListCheck, IconPlus } from '@tabler/icons-react';
import { Link } from 'react-router-dom';

import type { PermissionSet } from '../../api/client';
import { usePermissionSets, useRoles } from '../../api/peopleQueries';
import { useAccess } from '../../app/CurrentUser';
import { summary } from '../../rights/levels';
import { WideBadge } from '../../rights/WideNotice';
import { Card } from '../../ui/Card';
import { type Column, DataTable } from '../../ui/DataTable';
import { Listing } from '../../ui/Listing';
import { Page } from '../../ui/Page';
import { EmptyState } from '../../ui/States';
import { TextLink } from '../../ui/TextLink';
import { useColumns } from '../../ui/useColumns';
import classes from './permissionSets.module.css';
import { words } from './words';

const columns: Column<PermissionSet>[] = [
  {
    title: words.columns.name,
    kind: 'lead',
    cell: (set) => (
      <span className={classes.name}>
        <TextLink to={`/permission-sets/${set.id}`}>{set.name}</TextLink>
        <WideBadge access={set.access} />
      </span>
    ),
  },
  { id: 'gives', title: words.columns.gives, cell: (set) => summary(set.access) },
  { id: 'roles', title: words.columns.roles, cell: (set) => <RolesOf set={set} /> },
];

export default function PermissionSetsPage() {
  const mayCreate = useAccess('permission_sets') === 'edit';
  const table = useColumns('permission-sets', columns);
  const query = usePermissionSets();
  const rows = query.data?.items;
  const create = mayCreate && (
    <Button component={Link} to="/permission-sets/new" leftSection={<IconPlus size={18} aria-hidden />}>
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
    <Button variant="light" component={Link} to="/permission-sets/new">
      {words.createFirst}
    </Button>
  );
  const empty = (
    <EmptyState icon={<IconListCheck size={24} />} title={words.none} action={first}>
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
    </Page>
  );
}

function RolesOf({ set }: { set: PermissionSet }) {
  const maySee = useAccess('roles') !== 'none';
  const roles = useRoles(maySee).data?.items;
  if (set.roles.length === 0) return words.noRole;
  if (!roles) return words.rolesUnknown(set.roles.length);
  return roles.filter(({ id }) => set.roles.includes(id)).map(({ name }) => name).join(', ');
}
