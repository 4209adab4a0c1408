import { Button, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';

import { useSignOut } from '../api/mutations';
import { AddDevice } from '../pages/profile/AddDevice';
import { AddPasskey, useNoPasskeys } from '../pages/profile/AddPasskey';
import { passkeyWords } from '../pages/profile/passkeyWords';
import { RecoveryCodes } from '../pages/profile/RecoveryCodes';
import { EntryLayout } from '../ui/EntryLayout';
import { usePageTitle } from '../ui/usePageTitle';
import { ConfirmIdentity } from './ConfirmIdentity';
import { words } from './words';

// For whom nothing else is open: a role wants a second factor, and there is none. `onDone`: there is, and the recovery
// codes were seen.
export function MustSetUpFactor({ onBegun, onDone }: { onBegun: () => void; onDone: () => void }) {
  const [codes, setCodes] = useState<string[]>([]);
  const [byPasskey, setByPasskey] = useState(false);
  const noPasskeys = useNoPasskeys();
  const heading = usePageTitle(words.mustSetUp.title);
  const signOut = useSignOut();
  return (
    <EntryLayout isFixed={codes.length > 0}>
      <Stack gap="lg">
        <div>
          <Title order={1} ref={heading} tabIndex={-1}>
            {words.mustSetUp.title}
          </Title>
          <Text component="span">{words.mustSetUp.text}</Text>
        </div>
        {codes.length > 0 ? (
          <RecoveryCodes codes={codes} onKept={onDone} />
        ) : (
          <>
            {byPasskey ? (
              <AddPasskey onBegun={onBegun} onAdded={setCodes} onCancel={() => setByPasskey(false)} />
            ) : (
              <AddDevice onBegun={onBegun} onAdded={setCodes} narrow />
            )}
            {!byPasskey && !noPasskeys && (
              <Button variant="subtle" onClick={() => setByPasskey(true)}>
                {passkeyWords.instead}
              </Button>
            )}
            <Button variant="subtle" color="gray" loading={signOut.isPending} onClick={() => signOut.mutate()}>
              {words.signOut}
            </Button>
          </>
        )}
      </Stack>
      <ConfirmIdentity />
    </EntryLayout>
  );
}
