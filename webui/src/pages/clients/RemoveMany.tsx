import { Alert, Button, Group, Progress as Bar, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { IconAlertTriangle, IconTrash } from '@tabler/icons-react';
import { useEffect, useState } from 'react';

import type { Machine } from '../../api/client';
import { removeClient } from '../../api/mutations';
import { messageFor } from '../../api/problem';
import { addressOf } from '../../ui/address';
import { Confirm } from '../../ui/Confirm';
import { useTell } from '../../ui/Toasts';
import { usePieces } from '../../ui/usePieces';
import classes from './ClientsPage.module.css';
import { TagMany } from './TagMany';
import { words } from './words';

interface Removal {
  id: string;
  name: string;
  outcome: 'open' | 'removed' | 'refused';
  reason: string;
}

// So many names stand in the question.
const NAMED = 8;

// Several may have one name.
export function calledExactly(machine: Machine): string {
  const address = addressOf(machine);
  return machine.name ? `${machine.name} (${address})` : address;
}

// Each is a request of its own, with its own line in the audit log; one that is refused stops none of the others.
async function remove({ id }: Removal): Promise<Partial<Removal>> {
  try {
    await removeClient(id);
    return { outcome: 'removed' };
  } catch (error) {
    return { outcome: 'refused', reason: messageFor(error) };
  }
}

// The bar that comes with the first machine that is selected. It stays while something is under way or to be told.
export function RemoveMany({ machines, onClear }: { machines: Machine[]; onClear: () => void }) {
  const queryClient = useQueryClient();
  const tell = useTell();
  const [asking, ask] = useDisclosure(false);
  const [told, setTold] = useState(true);
  const pieces = usePieces<Removal>({
    size: 1,
    onEnd: () => {
      void queryClient.invalidateQueries({ queryKey: ['clients'] });
      setTold(false);
    },
  });
  const { progress } = pieces;
  // The appliance itself can't be removed.
  const removable = machines.filter((machine) => !machine.this_machine);
  const running = progress?.running ?? false;
  const refused = progress?.results.filter(({ outcome }) => outcome === 'refused') ?? [];
  useEffect(() => {
    if (told || running || !progress) return;
    setTold(true);
    const removed = progress.results.filter(({ outcome }) => outcome === 'removed').length;
    if (removed > 0) tell.done(words.many.removed(removed));
    if (refused.length === 0) pieces.clear();
    onClear();
  }, [told, running]);

  const start = () => {
    ask.close();
    const results = removable.map((machine): Removal => ({ id: machine.id, name: calledExactly(machine), outcome: 'open', reason: '' }));
    pieces.start(results, (piece) => Promise.all(piece.map(remove)));
  };
  if (machines.length === 0 && !progress) return null;
  return (
    <div className={classes.many} role="group" aria-label={words.many.label}>
      {running && progress && (
        <>
          <Bar value={(progress.done / progress.all) * 100} size="lg" aria-label={words.many.progress} />
          <Text role="status">{words.many.running(progress.done, progress.all)}</Text>
        </>
      )}
      {!running && refused.length > 0 && (
        <Alert
          color="red"
          role="alert"
          icon={<IconAlertTriangle size={20} aria-hidden />}
          title={words.many.failed(refused.length)}
          withCloseButton
          closeButtonLabel={words.cancel}
          onClose={pieces.clear}
        >
          <ul className={classes.refused}>
            {refused.map(({ id, name, reason }) => (
              <li key={id}>
                {name}: {reason}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      {!running && machines.length > 0 && (
        <Group justify="space-between">
          <Text role="status">{words.many.selected(machines.length)}</Text>
          <Group gap="sm">
            <Button variant="default" onClick={onClear}>
              {words.many.clear}
            </Button>
            <TagMany machines={machines} />
            {removable.length > 0 && (
              <Button variant="default" leftSection={<IconTrash size={18} aria-hidden />} onClick={ask.open}>
                {words.remove}
              </Button>
            )}
          </Group>
        </Group>
      )}
      <Confirm
        opened={asking}
        title={words.many.title(removable.length)}
        action={words.remove}
        typed={removable.length === 1 && removable[0] ? removable[0].name || addressOf(removable[0]) : String(removable.length)}
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
    </div>
  );
}
