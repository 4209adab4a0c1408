import { Alert, Button, Group, Progress, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';

import type { Machine } from '../../api/client';
import classes from './ClientsPage.module.css';
import { RemoveMany } from './RemoveMany';
import { TagMany } from './TagMany';
import { useRemoval } from './useRemoval';
import { words } from './words';

// The bar that comes with the first machine that is selected. It stays while something is under way or to be told.
export function SelectedMachines({ machines, onClear }: { machines: readonly Machine[]; onClear: () => void }) {
  const { running, refused, start, forget } = useRemoval(onClear);
  if (machines.length === 0 && !running && refused.length === 0) return null;
  return (
    <div className={classes.many} role="group" aria-label={words.many.label}>
      {running && (
        <>
          <Progress value={(running.done / running.all) * 100} size="lg" aria-label={words.many.progress} />
          <Text role="status">{words.many.running(running.done, running.all)}</Text>
        </>
      )}
      {refused.length > 0 && (
        <Alert
          color="red"
          role="alert"
          icon={<IconAlertTriangle size={20} aria-hidden />}
          title={words.many.failed(refused.length)}
          withCloseButton
          closeButtonLabel={words.many.close}
          onClose={forget}
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
            <RemoveMany machines={machines} onConfirm={start} />
          </Group>
        </Group>
      )}
    </div>
  );
}
