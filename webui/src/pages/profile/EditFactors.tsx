import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';

import type { TotpDevice } from '../../api/client';
import { useRemoveDevice, useRenewRecoveryCodes, useSecondFactor } from '../../api/secondFactor';
import { AskedAction } from '../../ui/AskedAction';
import { Ago, When } from '../../ui/Clock';
import { type Column, DataTable } from '../../ui/DataTable';
import { Loading } from '../../ui/States';
import { AddDevice } from './AddDevice';
import { AddPasskey, useNoPasskeys } from './AddPasskey';
import { factorWords as words } from './factorWords';
import { Passkeys } from './Passkeys';
import { passkeyWords } from './passkeyWords';
import classes from './ProfilePage.module.css';
import { RecoveryCodes } from './RecoveryCodes';

// Devices, passkeys and recovery codes. What is seen only once takes the whole place while it is shown.
export function EditFactors({ onDone }: { onDone: () => void }) {
  const state = useSecondFactor();
  const [codes, setCodes] = useState<string[]>([]);
  const [adding, setAdding] = useState<'device' | 'passkey'>();
  const noPasskeys = useNoPasskeys();
  if (codes.length > 0) return <RecoveryCodes codes={codes} onKept={() => setCodes([])} />;
  if (!state.data) return <Loading />;
  const { devices, passkeys, recovery_codes_left: left } = state.data;
  const count = devices.length + passkeys.length;
  const added = (made: string[]) => {
    setAdding(undefined);
    setCodes(made);
  };
  const back = () => (count === 0 && adding !== 'passkey' ? onDone() : setAdding(undefined));
  if (adding === 'passkey') return <AddPasskey onAdded={added} onCancel={back} />;
  if (count === 0 || adding === 'device') {
    return (
      <Stack>
        <AddDevice onAdded={added} onCancel={back} />
        {count === 0 && noPasskeys && <Text c="dimmed">{noPasskeys}</Text>}
        {count === 0 && !noPasskeys && (
          <Button variant="subtle" onClick={() => setAdding('passkey')}>
            {passkeyWords.instead}
          </Button>
        )}
      </Stack>
    );
  }
  return (
    <Stack>
      {devices.length > 0 && <DataTable label={words.devices} columns={columnsOf(count)} rows={devices} rowKey={({ id }) => id} />}
      <Group>
        <Button variant="default" onClick={() => setAdding('device')}>
          {devices.length > 0 ? words.addAnother : words.add}
        </Button>
      </Group>
      <Passkeys passkeys={passkeys} last={count === 1} noneBecause={noPasskeys} onAdd={() => setAdding('passkey')} />
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
