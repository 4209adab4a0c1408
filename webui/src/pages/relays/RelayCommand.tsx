import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy, IconEyeOff } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';

import type { NewRelay } from '../../api/client';
import { focusUnlessElsewhere } from '../../ui/focusUnlessElsewhere';
import { relayCommand } from './command';
import classes from './RelayCommand.module.css';
import { words } from './words';

// The only place and time where the token can be seen.
export function RelayCommand({ made, onDone }: { made: NewRelay; onDone: () => void }) {
  const clipboard = useClipboard({ timeout: 2000 });
  const command = relayCommand(made, window.location.host);
  // The form that was here before had the focus.
  const copy = useRef<HTMLButtonElement>(null);
  useEffect(() => focusUnlessElsewhere(copy.current), []);
  const Icon = clipboard.copied ? IconCheck : IconCopy;
  return (
    <Stack>
      <Text>{words.run}</Text>
      <div className={classes.line}>
        <code className={classes.code}>{command}</code>
        <Button
          variant="default"
          leftSection={<Icon size={16} aria-hidden />}
          aria-label={clipboard.copied ? words.copiedCommand : words.copyCommand}
          ref={copy}
          data-autofocus
          onClick={() => clipboard.copy(command)}
        >
          {clipboard.copied ? words.copied : words.copy}
        </Button>
      </div>
      <Text c="var(--quiet)">{words.appears}</Text>
      <Alert variant="light" icon={<IconEyeOff size={20} aria-hidden />}>
        {words.once}
      </Alert>
      <Group justify="flex-end">
        <Button onClick={onDone}>{words.done}</Button>
      </Group>
    </Stack>
  );
}
