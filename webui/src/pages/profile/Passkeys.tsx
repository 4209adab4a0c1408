import { Button, Text, Title } from '@mantine/core';

import type { Passkey } from '../../api/client';
import { useRemovePasskey } from '../../api/passkeys';
import { AskedAction } from '../../ui/AskedAction';
import { Ago, When } from '../../ui/Clock';
import { type Column, DataTable } from '../../ui/DataTable';
import { factorWords } from './factorWords';
import { passkeyWords as words } from './passkeyWords';
import classes from './ProfilePage.module.css';

interface PasskeysProps {
  passkeys: Passkey[];
  // There is no other second factor than the one that is there.
  last: boolean;
  // Why none can be added; undefined: one can.
  noneBecause: string | undefined;
  onAdd: () => void;
}

export function Passkeys({ passkeys, last, noneBecause, onAdd }: PasskeysProps) {
  return (
    <div>
      <Title order={3} fz="md">
        {words.title}
      </Title>
      <p className={classes.hint}>{passkeys.length > 0 ? words.lead : `${words.lead} ${words.none}`}</p>
      {passkeys.length > 0 && <DataTable label={words.title} columns={columnsOf(last)} rows={passkeys} rowKey={({ id }) => id} />}
      {noneBecause ? (
        <Text mt="sm">{noneBecause}</Text>
      ) : (
        <Button mt="sm" variant="default" onClick={onAdd}>
          {words.add}
        </Button>
      )}
    </div>
  );
}

function columnsOf(last: boolean): Column<Passkey>[] {
  return [
    {
      title: words.columns.passkey,
      kind: 'lead',
      cell: ({ name, here, rp_id }) => (
        <>
          {name}
          {!here && (
            <Text component="span" c="dimmed" size="sm" display="block">
              {words.elsewhere(rp_id)}
            </Text>
          )}
        </>
      ),
    },
    { title: words.columns.added, cell: (passkey) => <When iso={passkey.created_at} /> },
    { title: words.columns.used, cell: ({ last_used_at: used }) => (used ? <Ago iso={used} /> : factorWords.never) },
    { title: words.columns.actions, kind: 'action', cell: (passkey) => <Remove passkey={passkey} last={last} /> },
  ];
}

function Remove({ passkey, last }: { passkey: Passkey; last: boolean }) {
  const remove = useRemovePasskey();
  return (
    <AskedAction
      button={(ask) => (
        <Button variant="default" size="xs" aria-label={factorWords.removeOf(passkey.name)} onClick={ask}>
          {factorWords.remove}
        </Button>
      )}
      title={factorWords.removeTitle(passkey.name)}
      action={factorWords.remove}
      mutation={remove}
      argument={passkey.id}
      done={factorWords.removed(passkey.name)}
    >
      {last ? `${words.removeText} ${factorWords.removeLastText}` : words.removeText}
    </AskedAction>
  );
}
