import { Badge, Button, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconDeviceDesktop, IconPlus, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';

import type { Machine } from '../../api/client';
import type { ClientOrder } from '../../api/keys';
import { useClients } from '../../api/queries';
import { useAccess } from '../../app/CurrentUser';
import { groupDigits, normalizeAddress } from '../../ui/address';
import { Card } from '../../ui/Card';
import { ConnectButton } from '../../ui/ConnectButton';
import { type Column, DataTable } from '../../ui/DataTable';
import { Listing } from '../../ui/Listing';
import { Page } from '../../ui/Page';
import { listOf } from '../../ui/pages';
import { EmptyState } from '../../ui/States';
import { OnlineStatus } from '../../ui/Status';
import { TextLink } from '../../ui/TextLink';
import classes from './ClientsPage.module.css';
import { helpWords } from './helpWords';
import { keyWords } from './keyWords';
import { LastSeen } from './LastSeen';
import { words } from './words';

const columns: Column<Machine>[] = [
  {
    title: words.columns.name,
    kind: 'lead',
    cell: (machine) => (
      <span className={classes.name}>
        <TextLink to={`/clients/${encodeURIComponent(machine.id)}`}>{machine.name || groupDigits(machine.id)}</TextLink>
        {machine.this_machine && <Badge variant="light">{words.thisMachine}</Badge>}
        {machine.help && (
          <Badge variant="filled" color="lamp">
            {helpWords.badge}
          </Badge>
        )}
        {machine.mode === 'portable' && (
          <Badge variant="light" color="gray">
            {words.portable}
          </Badge>
        )}
        {machine.offered_device_key_fingerprint && (
          <Badge variant="light" color="red">
            {keyWords.badge}
          </Badge>
        )}
        {machine.active_sessions > 0 && (
          <Badge variant="light" color="lamp">
            {words.inUse(machine.active_sessions)}
          </Badge>
        )}
      </span>
    ),
  },
  {
    title: words.columns.address,
    kind: 'number',
    cell: (machine) => machine.alias ?? groupDigits(machine.id),
  },
  { title: words.columns.state, cell: (machine) => <OnlineStatus online={machine.online} /> },
  { title: words.columns.system, minor: true, cell: (machine) => machine.os || machine.platform },
  { title: words.columns.version, kind: 'number', minor: true, cell: (machine) => machine.version },
  { title: words.columns.seen, cell: (machine) => <LastSeen machine={machine} /> },
  { title: words.columns.actions, kind: 'action', cell: (machine) => <ConnectButton machine={machine} /> },
];

export default function ClientsPage() {
  const mayAdd = useAccess('clients') === 'edit';
  const [typed, setTyped] = useState('');
  const [online, setOnline] = useState(false);
  const [sort, setSort] = useState<ClientOrder>('newest');
  const [search] = useDebouncedValue(normalizeAddress(typed), 200);
  const [params, setParams] = useSearchParams();
  const changedKey = params.get('key') === 'changed'; // as the dashboard links here
  const help = params.get('help') === 'requested';
  const query = useClients({ search, online, changedKey, help, sort });
  const { rows, more } = listOf(query);
  const filtered = search !== '' || online || changedKey || help;
  const clear = () => {
    setTyped('');
    setOnline(false);
    setParams({}, { replace: true });
  };

  return (
    <Page title={words.title} lead={words.lead} actions={mayAdd && <AddMachine />}>
      <Card flush>
        <div className={classes.tools}>
          <TextInput
            className={classes.search}
            type="search"
            aria-label={words.search}
            placeholder={words.search}
            leftSection={<IconSearch size={18} aria-hidden />}
            maxLength={100}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Switch
            label={words.onlineOnly}
            checked={online}
            onChange={(event) => setOnline(event.currentTarget.checked)}
          />
          <Switch
            label={helpWords.only}
            checked={help}
            onChange={(event) =>
              setParams(event.currentTarget.checked ? { help: 'requested' } : {}, { replace: true })
            }
          />
          <NativeSelect
            aria-label={words.sort}
            data={words.orders}
            value={sort}
            onChange={(event) => setSort(event.currentTarget.value === 'name' ? 'name' : 'newest')}
          />
          {changedKey && (
            <Switch label={keyWords.only} checked onChange={() => setParams({}, { replace: true })} />
          )}
        </div>
        <Listing query={query} rows={rows} empty={<NoMachines filtered={filtered} onClear={clear} />}>
          <DataTable label={words.tableLabel} columns={columns} rows={rows} rowKey={({ id }) => id} more={more} />
        </Listing>
      </Card>
    </Page>
  );
}

function AddMachine() {
  return (
    <Button component={Link} to="/clients/add" leftSection={<IconPlus size={18} aria-hidden />}>
      {words.add}
    </Button>
  );
}

function NoMachines({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  return (
    <EmptyState
      icon={<IconDeviceDesktop size={24} />}
      title={filtered ? words.noMatch : words.none}
      action={
        filtered && (
          <Button variant="light" onClick={onClear}>
            {words.clear}
          </Button>
        )
      }
    >
      {filtered ? words.noMatchText : words.noneText}
    </EmptyState>
  );
}
