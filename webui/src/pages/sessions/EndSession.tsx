import { Button } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';

import type { Session } from '../../api/client';
import { useCloseSession } from '../../api/mutations';
import { useAccess } from '../../app/CurrentUser';
import { groupDigits } from '../../ui/address';
import { AskedAction } from '../../ui/AskedAction';
import { words } from './words';

// Nothing for a session that is over, or without the right.
export function EndSession({ session }: { session: Session }) {
  const mayEnd = useAccess('sessions') === 'edit';
  const close = useCloseSession();
  if (!mayEnd || session.state === 'ended') return null;

  const user = session.user_name || words.unknownUser;
  return (
    <AskedAction
      button={(ask) => (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlugConnectedX size={16} aria-hidden />}
          aria-label={words.endOf(user, session.client_name)}
          onClick={ask}
        >
          {words.end}
        </Button>
      )}
      title={words.endTitle}
      action={words.end}
      mutation={close}
      argument={session.id}
      done={words.endDone}
    >
      {words.endText(user, `${session.client_name} (${groupDigits(session.client_id)})`)}
    </AskedAction>
  );
}
