import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconKey } from '@tabler/icons-react';
import { useEffect, useState } from 'react';

import { ApiError } from '../../api/problem';
import { useClient } from '../../api/queries';
import { useAccess } from '../../app/CurrentUser';
import { fingerprintOf } from '../../seal/fingerprint';
import { groupDigits } from '../../ui/address';
import { AskedAction } from '../../ui/AskedAction';
import { Card } from '../../ui/Card';
import { When } from '../../ui/Clock';
import { type Column, DataTable } from '../../ui/DataTable';
import { Fingerprint } from '../../ui/Fingerprint';
import { MachineName } from '../../ui/MachineName';
import { EmptyState } from '../../ui/States';
import { knownKeys } from '../../viewer/pins';
import classes from './ProfilePage.module.css';
import { keysWords as words } from './words';

// More than anybody wants to read at once; each row asks the appliance for the machine's name.
const AT_ONCE = 20;

interface KnownKey {
  machineId: string;
  since: number;
  fingerprint: string; // empty: what is stored is no key
}

async function readKeys(): Promise<KnownKey[]> {
  return Promise.all(
    knownKeys.all().map(async ({ machineId, pin }) => ({ machineId, since: pin.since, fingerprint: await fingerprintOf(pin.key) })),
  );
}

// The machines' keys that this browser compares with what the appliance says.
export function KnownKeys() {
  const { keys, reload } = useKnownKeys();
  const [most, setMost] = useState(AT_ONCE);
  const columns: Column<KnownKey>[] = [
    { title: words.columns.machine, kind: 'lead', cell: ({ machineId }) => <Known id={machineId} /> },
    {
      title: words.columns.fingerprint,
      cell: ({ fingerprint }) => (fingerprint === '' ? words.unreadable : <Fingerprint text={fingerprint} of={words.columns.fingerprint} />),
    },
    { title: words.columns.since, cell: ({ since }) => <When iso={new Date(since).toISOString()} /> },
    { title: words.columns.actions, kind: 'action', cell: ({ machineId }) => <Forget id={machineId} onDone={reload} /> },
  ];
  return (
    <Card title={words.title} flush className={classes.wide}>
      {keys?.length === 0 ? (
        <EmptyState icon={<IconKey size={24} />} title={words.none}>
          {words.noneText}
        </EmptyState>
      ) : (
        <DataTable
          label={words.title}
          columns={columns}
          rows={keys?.slice(0, most)}
          rowKey={({ machineId }) => machineId}
          more={{ has: keys !== undefined && keys.length > most, loading: false, load: () => setMost(most + AT_ONCE) }}
        />
      )}
    </Card>
  );
}

// Also what another tab remembers or forgets.
function useKnownKeys() {
  const [keys, setKeys] = useState<KnownKey[]>();
  const reload = () => void readKeys().then(setKeys);
  useEffect(() => {
    reload();
    window.addEventListener('storage', reload);
    return () => window.removeEventListener('storage', reload);
  }, []);
  return { keys, reload };
}

function Known({ id }: { id: string }) {
  return useAccess('clients') === 'none' ? groupDigits(id) : <NameOfKnown id={id} />;
}

function NameOfKnown({ id }: { id: string }) {
  const machine = useClient(id);
  if (machine.error instanceof ApiError && machine.error.status === 404) return words.gone(groupDigits(id));
  if (!machine.data) return groupDigits(id);
  return <MachineName id={id} name={machine.data.name} alias={machine.data.alias} linked />;
}

function Forget({ id, onDone }: { id: string; onDone: () => void }) {
  const forget = useMutation({ mutationFn: async (machineId: string) => knownKeys.forget(machineId) });
  const name = groupDigits(id);
  return (
    <AskedAction
      button={(ask) => (
        <Button variant="default" size="xs" aria-label={words.forgetOf(name)} onClick={ask}>
          {words.forget}
        </Button>
      )}
      title={words.forgetTitle(name)}
      action={words.forget}
      mutation={forget}
      argument={id}
      done={words.forgotten}
      onDone={onDone}
    >
      {words.forgetText}
    </AskedAction>
  );
}
