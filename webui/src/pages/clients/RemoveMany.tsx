import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconTrash } from '@tabler/icons-react';

import type { Machine } from '../../api/client';
import { addressOf, calledExactly } from '../../ui/address';
import { Confirm } from '../../ui/Confirm';
import classes from './ClientsPage.module.css';
import { words } from './words';

// So many names stand in the question.
const NAMED = 8;

interface RemoveManyProps {
  machines: readonly Machine[];
  onConfirm: (removable: readonly Machine[]) => void;
}

// A button beside what else is done with the selected machines, and its question. Nothing where the appliance is the only
// one: it can't be removed.
export function RemoveMany({ machines, onConfirm }: RemoveManyProps) {
  const [asking, ask] = useDisclosure(false);
  const removable = machines.filter((machine) => !machine.this_machine);
  const [first] = removable;
  if (!first) return null;
  const start = () => {
    ask.close();
    onConfirm(removable);
  };
  return (
    <>
      <Button variant="default" leftSection={<IconTrash size={18} aria-hidden />} onClick={ask.open}>
        {words.remove}
      </Button>
      <Confirm
        opened={asking}
        title={words.many.title(removable.length)}
        action={words.remove}
        typed={removable.length === 1 ? first.name || addressOf(first) : String(removable.length)}
        busy={false}
        onConfirm={start}
        onCancel={ask.close}
      >
        <ul className={classes.refused}>
          {removable.slice(0, NAMED).map((machine) => (
            <li key={machine.id}>{calledExactly(machine)}</li>
          ))}
          {removable.length > NAMED && <li>{words.many.more(removable.length - NAMED)}</li>}
        </ul>
        {words.many.text}
        {removable.length < machines.length && ` ${words.many.stays}`}
      </Confirm>
    </>
  );
}
