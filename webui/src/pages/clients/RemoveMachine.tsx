import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useNavigate } from 'react-router-dom';

import type { Machine } from '../../api/client';
import { useRemoveClient } from '../../api/mutations';
import { useAccess } from '../../app/CurrentUser';
import { addressOf, groupDigits } from '../../ui/address';
import { AskedAction } from '../../ui/AskedAction';
import { words } from './words';

// Nothing without the right, and nothing for the appliance itself.
export function RemoveMachine({ machine }: { machine: Machine }) {
  const mayEdit = useAccess('clients') === 'edit';
  const remove = useRemoveClient();
  const navigate = useNavigate();
  if (!mayEdit || machine.this_machine) return null;

  const name = machine.name || groupDigits(machine.id);
  return (
    <AskedAction
      button={(ask) => (
        <Button variant="default" size="md" leftSection={<IconTrash size={18} aria-hidden />} onClick={ask}>
          {words.remove}
        </Button>
      )}
      title={words.removeTitle(name)}
      action={words.remove}
      typed={name}
      mutation={remove}
      argument={machine.id}
      done={words.removed(name)}
      onDone={() => navigate('/clients', { replace: true })}
    >
      {words.removeText(addressOf(machine))}
    </AskedAction>
  );
}
