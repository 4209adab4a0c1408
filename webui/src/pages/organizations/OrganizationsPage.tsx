import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBuildings, IconPlus } from '@tabler/icons-react';

import { type OrganizationSize, useOrganizations } from '../../api/organizations';
import { Card } from '../../ui/Card';
import { When } from '../../ui/Clock';
import { type Column, DataTable } from '../../ui/DataTable';
import { Listing } from '../../ui/Listing';
import { Page } from '../../ui/Page';
import { listOf } from '../../ui/pages';
import { EmptyState } from '../../ui/States';
import { tierNames } from '../../ui/tiers';
import { ChangeLicense } from './ChangeLicense';
import { CreateOrganization } from './CreateOrganization';
import { NewLink } from './NewLink';
import { words } from './words';

function stateOf({ appliance, waits_for_owner }: OrganizationSize) {
  if (appliance) return words.own;
  return waits_for_owner ? words.waits : words.inUse;
}

const columns: Column<OrganizationSize>[] = [
  { title: words.columns.name, kind: 'lead', cell: ({ name }) => name },
  { title: words.columns.id, cell: ({ id }) => id },
  { title: words.columns.license, cell: ({ license }) => tierNames[license] },
  { title: words.columns.state, cell: stateOf },
  { title: words.columns.users, kind: 'number', cell: ({ users }) => users },
  { title: words.columns.machines, kind: 'number', cell: ({ clients }) => clients },
  { title: words.columns.created, kind: 'number', minor: true, cell: ({ created_at }) => <When iso={created_at} /> },
  {
    title: words.columns.actions,
    kind: 'action',
    cell: (organization) => (
      <Group gap="xs" justify="flex-end" wrap="nowrap">
        {organization.waits_for_owner && <NewLink organization={organization} />}
        <ChangeLicense organization={organization} />
      </Group>
    ),
  },
];

// Only for who owns the appliance.
export default function OrganizationsPage() {
  const [creating, dialog] = useDisclosure(false);
  const query = useOrganizations();
  const { rows, more } = listOf(query);
  const create = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={dialog.open}>
      {words.create}
    </Button>
  );
  // There is always one at least: one's own.
  const empty = <EmptyState icon={<IconBuildings size={24} />} title={words.title} />;
  return (
    <Page title={words.title} lead={words.lead} actions={create}>
      <Card flush>
        <Listing query={query} rows={rows} empty={empty}>
          <DataTable label={words.table} columns={columns} rows={rows} rowKey={({ id }) => id} more={more} />
        </Listing>
      </Card>
      <CreateOrganization opened={creating} onClose={dialog.close} />
    </Page>
  );
}
