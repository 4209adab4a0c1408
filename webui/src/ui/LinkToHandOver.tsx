import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';

import { CommandLine } from './CommandLine';
import { focusUnlessElsewhere } from './focusUnlessElsewhere';
import { ForOthers } from './ForOthers';
import { formatDateTime } from './format';
import { atServer } from './servers';
import { words } from './words';

// As the appliance answers it.
export interface MadeLink {
  link: string | null; // null: it is sent by mail
  link_expires_at: string;
}

interface LinkToHandOverProps {
  made: MadeLink;
  // Where to make another one when it gets lost.
  once: string;
  // Beside the button that closes.
  action?: ReactNode;
  onDone: () => void;
  // Whom to give it to, and what for.
  children: ReactNode;
}

// The only place and time where the link can be seen.
export function LinkToHandOver({ made, once, action, onDone, children }: LinkToHandOverProps) {
  const url = made.link ?? '';
  return (
    <Stack>
      <Text>
        {children} {words.link.good(formatDateTime(made.link_expires_at, Date.now()))}
      </Text>
      <ForOthers here={<LinkToCopy text={url} />}>{(_, server) => <LinkToCopy text={atServer(url, server)} />}</ForOthers>
      <Alert variant="light" icon={<IconEyeOff size={20} aria-hidden />}>
        {once}
      </Alert>
      <Group justify="flex-end">
        {action}
        <Button onClick={onDone}>{words.link.done}</Button>
      </Group>
    </Stack>
  );
}

function LinkToCopy({ text }: { text: string }) {
  // The form that was here before had the focus.
  const copy = useRef<HTMLButtonElement>(null);
  useEffect(() => focusUnlessElsewhere(copy.current), []);
  return <CommandLine ref={copy} begins text={text} label={words.link.copy} />;
}
