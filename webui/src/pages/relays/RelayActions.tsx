import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';

import type { NewRelay, Relay } from '../../api/client';
import { useRemoveRelay, useRenewRelayToken } from '../../api/mutations';
import { AskedAction } from '../../ui/AskedAction';
import { Confirm } from '../../ui/Confirm';
import { Dialog } from '../../ui/Dialog';
import { useTell } from '../../ui/Toasts';
import { RelayCommand } from './RelayCommand';
import { words } from './words';

// To be shown only to those who may edit the organization.
export function RelayActions({ relay }: { relay: Relay }) {
  const remove = useRemoveRelay();
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      <NewToken relay={relay} />
      <AskedAction
        button={(ask) => (
          <Button variant="default" size="xs" aria-label={words.removeOf(relay.name)} onClick={ask}>
            {words.remove}
          </Button>
        )}
        title={words.removeTitle(relay.name)}
        action={words.remove}
        mutation={remove}
        argument={relay.id}
        done={words.removed(relay.name)}
      >
        {words.removeText}
      </AskedAction>
    </Group>
  );
}

// Asks first, because a token that waits is lost by it, then shows the new one.
function NewToken({ relay }: { relay: Relay }) {
  const renew = useRenewRelayToken();
  const tell = useTell();
  const [asking, ask] = useDisclosure(false);
  const [made, setMade] = useState<NewRelay | null>(null);

  const confirm = () =>
    renew.mutate(relay.id, {
      onSuccess: setMade,
      onError: (error) => tell.failed(error),
      onSettled: ask.close,
    });
  const close = () => setMade(null);
  return (
    <>
      <Button variant="default" size="xs" aria-label={words.newTokenOf(relay.name)} onClick={ask.open}>
        {words.newToken}
      </Button>
      <Confirm
        opened={asking}
        title={words.newTokenTitle(relay.name)}
        action={words.newTokenAction}
        harmless
        busy={renew.isPending}
        returnFocus={made === null}
        onConfirm={confirm}
        onCancel={ask.close}
      >
        {words.newTokenText}
      </Confirm>
      <Dialog opened={made !== null} title={words.ready(relay.name)} onClose={close} wide>
        {made && <RelayCommand made={made} onDone={close} />}
      </Dialog>
    </>
  );
}
