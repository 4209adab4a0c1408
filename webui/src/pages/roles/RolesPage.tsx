import { Badge, Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';

import { applianceWords } from '../../api/applianceWords';
import type { Role } from '../../api/client';
import { useRoles } from '../../api/peopleQueries';
import { useAccess } from '../../app/CurrentUser';
import { WideBadge } from '../../rights/WideNotice';
import { Card } from '../../ui/Card';
import { type Column, DataTable } from '../../ui/DataTable';
import { Listing } from '../../ui/Listing';
import { Page } from '../../ui/Page';
import { TextLink } from '../../ui/TextLink';
import { useColumns } from '../../ui/useColumns';
import { CreateRole } from './CreateRole';
import classes from './roles.module.css';
import { words } from './words';

const columns: Column<Role>[] = [
  {
    title: words.columns.name,
    kind: 'lead',
    cell: (role) => (
      <span className={classes.name}>
        <TextLink to={`/roles/${role.id}`}>{role.name}</TextLink>
        <Preconfigured role={role} />
        {!role.key && <WideBadge access={role.access} />}
      </span>
    ),
  },
  { id: 'description', title: words.columns.description, minor: true, cell: describedAs },
  { id: 'holders', title: words.columns.holders, kind: 'number', cell: (role) => words.holders(role.users, role.groups) },
];

export default function RolesPage() {
  const mayCreate = useAccess('roles') === 'edit';
  const [creating, dialog] = useDisclosure(false);
  const table = useColumns('roles', columns);
  const query = useRoles();
  const rows = query.data?.items;
  const create = mayCreate && (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={dialog.open}>
      {words.create}
    </Button>
  );
  const actions = (
    <>
      {rows && table.menu}
      {create}
    </>
  );
  return (
    <Page title={words.title} lead={words.lead} actions={actions}>
      <Card flush>
        <Listing query={query} rows={rows} empty={null}>
          <DataTable label={words.tableLabel} columns={table.columns} rows={rows} rowKey={({ id }) => id} />
          {mayCreate && rows?.every(({ key }) => key) && (
            <div className={classes.teach}>
              <p className={classes.teachTitle}>{words.ownTitle}</p>
              <p>{words.ownText}</p>
            </div>
          )}
        </Listing>
      </Card>
      {mayCreate && <CreateRole opened={creating} onClose={dialog.close} />}
    </Page>
  );
}

// Of a preconfigured role, the appliance wrote it.
export function describedAs({ key, description }: Role): string {
  return key ? applianceWords.said(description) : description;
}

export function Preconfigured({ role }: { role: Role }) {
  if (!role.key) return null;
  return (
    <Badge variant="light" color="gray">
      {words.preconfigured}
    </Badge>
  );
}
