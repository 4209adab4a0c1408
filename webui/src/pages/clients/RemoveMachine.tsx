import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconTrash } from '@tabler/icons-react';
import { useNavigate } from 'react-router-dom';

import type { Machine } from '../../api/client';
import { useRemoveClient } from '../../api/mutations';
import { useAccess } from '../../app/CurrentUser';
import { groupDigits } from '../../ui/address';
import { Confirm } from '../../ui/Confirm';
import { useTell } from '../../ui/Toasts';
import { words } from './words';

// Nothing without the right, and nothing for the appliance itself.
export function RemoveMachine({ machine }: { machine: Machine }) {
  const mayEdit = useAccess('clients') === 'edit';
  const [asking, ask] = useDisclosure(false);
  const remove = useRemoveClient();
  const navigate = useNavigate();
  const tell = useTell();
  if (!mayEdit || machine.this_machine) return null;

  const name = machine.name || groupDigits(machine.id);
  const confirm = () =>
    remove.mutate(machine.id, {
      onSuccess: () => {
        tell.done(words.removed(name));
        navigate('/clients', { replace: true });
      },
      onError: tell.failed,
      onSettled: ask.close,
    });
  return (
    <>
      <Button variant="default" size="md" leftSection={<IconTrash size={18} aria-hidden />} onClick={ask.open}>
        {words.remove}
      </Button>
      <Confirm
        opened={asking}
        title={words.removeTitle(name)}
        action={words.remove}
        busy={remove.isPending}
        onConfirm={confirm}
        onCancel={ask.close}
      >
        {words.removeText}
      </Confirm>
    </>
  );
}
