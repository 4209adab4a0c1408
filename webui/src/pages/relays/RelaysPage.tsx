import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconRoute } from '@tabler/icons-react';

import type { Relay } from '../../api/client';
import { useRelays } from '../../api/queries';
import { useAccess } from '../../app/CurrentUser';
import { Card } from '../../ui/Card';
import { Ago } from '../../ui/Clock';
import { type Column, DataTable } from '../../ui/DataTable';
import { Listing } from '../../ui/Listing';
import { Page } from '../../ui/Page';
import { EmptyState } from '../../ui/States';
import { OnlineStatus } from '../../ui/Status';
import { AddRelay } from './AddRelay';
import { RelayActions } from './RelayActions';
import { words } from './words';

const columns: Column<Relay>[] = [
  { title: words.columns.name, kind: 'lead', cell: (relay) => relay.name },
  { title: words.columns.address, cell: (relay) => relay.address },
  { title: words.columns.state, cell: (relay) => <State relay={relay} /> },
  {
    title: words.columns.link,
    kind: 'number',
    cell: (relay) => relay.round_trip_ms !== null && words.roundTrip(relay.round_trip_ms),
  },
  { title: words.columns.sessions, kind: 'number', cell: (relay) => relay.online && relay.sessions },
  { title: words.columns.seen, cell: (relay) => <Seen relay={relay} /> },
  { title: words.columns.version, kind: 'number', cell: (relay) => relay.version },
];

const actions: Column<Relay> = { title: words.columns.actions, kind: 'action', cell: (relay) => <RelayActions relay={relay} /> };

export default function RelaysPage() {
  const mayEdit = useAccess('organization') === 'edit';
  const [adding, dialog] = useDisclosure(false);
  const query = useRelays();
  const rows = query.data?.items;
  const add = mayEdit && (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={dialog.open}>
      {words.add}
    </Button>
  );
  const empty = (
    <EmptyState icon={<IconRoute size={24} />} title={words.none}>
      {words.noneText}
    </EmptyState>
  );
  return (
    <Page title={words.title} lead={words.lead} actions={add}>
      <Card flush>
        <Listing query={query} rows={rows} empty={empty}>
          <DataTable label={words.table} columns={mayEdit ? [...columns, actions] : columns} rows={rows} rowKey={({ id }) => id} />
        </Listing>
      </Card>
      {mayEdit && <AddRelay opened={adding} onClose={dialog.close} />}
    </Page>
  );
}

function State({ relay }: { relay: Relay }) {
  if (relay.joined) return <OnlineStatus online={relay.online} />;
  return relay.token_expires_at === null ? words.expired : words.waits;
}

function Seen({ relay }: { relay: Relay }) {
  if (relay.online) return words.now;
  return relay.last_seen_at === null ? words.never : <Ago iso={relay.last_seen_at} />;
}
