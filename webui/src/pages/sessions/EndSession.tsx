import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlugConnectedX } from '@tabler/icons-react';

import type { Session } from '../../api/client';
import { useCloseSession } from '../../api/mutations';
import { useAccess } from '../../app/CurrentUser';
import { Confirm } from '../../ui/Confirm';
import { useTell } from '../../ui/Toasts';
import { words } from './words';

// Nothing for a session that is over, or without the right.
export function EndSession({ session }: { session: Session }) {
  const mayEnd = useAccess('sessions') === 'edit';
  const [asking, ask] = useDisclosure(false);
  const close = useCloseSession();
  const tell = useTell();
  if (!mayEnd || session.state === 'ended') return null;

  const user = session.user_name || words.unknownUser;
  const confirm = () =>
    close.mutate(session.id, {
      onSuccess: () => tell.done(words.endDone),
      onError: tell.failed,
      onSettled: ask.close,
    });
  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPlugConnectedX size={16} aria-hidden />}
        aria-label={words.endOf(user, session.client_name)}
        onClick={ask.open}
      >
        {words.end}
      </Button>
      <Confirm
        opened={asking}
        title={words.endTitle}
        action={words.end}
        busy={close.isPending}
        onConfirm={confirm}
        onCancel={ask.close}
      >
        {words.endText(user, session.client_name)}
      </Confirm>
    </>
  );
}
