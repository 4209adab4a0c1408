import { Button, Group, Stack, Title } from '@mantine/core';
import { useState } from 'react';

import type { TotpDevice } from '../../api/client';
import { useRemoveDevice, useRenewRecoveryCodes, useSecondFactor } from '../../api/secondFactor';
import { AskedAction } from '../../ui/AskedAction';
import { Ago, When } from '../../ui/Clock';
import { type Column, DataTable } from '../../ui/DataTable';
import { Loading } from '../../ui/States';
import { AddDevice } from './AddDevice';
import { factorWords as words } from './factorWords';
import classes from './ProfilePage.module.css';
import { RecoveryCodes } from './RecoveryCodes';

// Devices and recovery codes. What is seen only once takes the whole place while it is shown.
export function EditFactors({ onDone }: { onDone: () => void }) {
  const state = useSecondFactor();
  const [codes, setCodes] = useState<string[]>([]);
  const [adding, setAdding] = useState(false);
  if (codes.length > 0) return <RecoveryCodes codes={codes} onKept={() => setCodes([])} />;
  if (!state.data) return <Loading />;
  const { devices, recovery_codes_left: left } = state.data;
  if (devices.length === 0 || adding) {
    return (
      <AddDevice
        onAdded={(made) => {
          setAdding(false);
          setCodes(made);
        }}
        onCancel={devices.length === 0 ? onDone : () => setAdding(false)}
      />
    );
  }
  return (
    <Stack>
      <DataTable label={words.devices} columns={columnsOf(devices.length)} rows={devices} rowKey={({ id }) => id} />
      <Group>
        <Button variant="default" onClick={() => setAdding(true)}>
          {words.addAnother}
        </Button>
      </Group>
      <div>
        <Title order={3} fz="md">
          {words.codes}
        </Title>
        <p className={classes.hint}>{words.codesLeft(left)}</p>
        <Renew onMade={setCodes} />
      </div>
      <Group justify="flex-end">
        <Button onClick={onDone}>{words.done}</Button>
      </Group>
    </Stack>
  );
}

function columnsOf(count: number): Column<TotpDevice>[] {
  return [
    { title: words.columns.device, kind: 'lead', cell: ({ name }) => name },
    { title: words.columns.added, cell: (device) => <When iso={device.created_at} /> },
    { title: words.columns.used, cell: (device) => (device.last_used_at ? <Ago iso={device.last_used_at} /> : words.never) },
    { title: words.columns.actions, kind: 'action', cell: (device) => <Remove device={device} last={count === 1} /> },
  ];
}

function Remove({ device, last }: { device: TotpDevice; last: boolean }) {
  const remove = useRemoveDevice();
  return (
    <AskedAction
      button={(ask) => (
        <Button variant="default" size="xs" aria-label={words.removeOf(device.name)} onClick={ask}>
          {words.remove}
        </Button>
      )}
      title={words.removeTitle(device.name)}
      action={words.remove}
      mutation={remove}
      argument={device.id}
      done={words.removed(device.name)}
    >
      {last ? words.removeLastText : words.removeText}
    </AskedAction>
  );
}

function Renew({ onMade }: { onMade: (codes: string[]) => void }) {
  const renew = useRenewRecoveryCodes();
  return (
    <AskedAction
      button={(ask) => (
        <Button variant="default" onClick={ask}>
          {words.renew}
        </Button>
      )}
      title={words.renewTitle}
      action={words.renew}
      mutation={{
        ...renew,
        mutateAsync: async (argument, options) => {
          const made = await renew.mutateAsync(argument, options);
          onMade(made.recovery_codes);
          return made;
        },
      }}
      argument={undefined}
      done={words.newCodes}
    >
      {words.renewText}
    </AskedAction>
  );
}
