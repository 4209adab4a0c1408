import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';

import type { NewRelay, Program } from '../../api/client';
import { CommandLine } from '../../ui/CommandLine';
import { focusUnlessElsewhere } from '../../ui/focusUnlessElsewhere';
import { ForOthers } from '../../ui/ForOthers';
import { relayCommand, relayLine } from './command';
import { words } from './words';

// The only place and time where the token can be seen.
export function RelayCommand({ made, onDone }: { made: NewRelay; onDone: () => void }) {
  return (
    <Stack>
      <div>
        <ForOthers>{(program, server) => <Commands made={made} program={program} server={server} />}</ForOthers>
      </div>
      <div>
        <Text c="var(--quiet)">{words.tokenAlone}</Text>
        <CommandLine text={made.token} label={words.copyToken} />
      </div>
      <Alert variant="light" icon={<IconEyeOff size={20} aria-hidden />}>
        {words.once}
      </Alert>
      <Group justify="flex-end">
        <Button onClick={onDone}>{words.done}</Button>
      </Group>
    </Stack>
  );
}

interface CommandsProps {
  made: NewRelay;
  program: Program;
  server: string;
}

function Commands({ made, program, server }: CommandsProps) {
  // The form that was here before had the focus.
  const copy = useRef<HTMLButtonElement>(null);
  useEffect(() => focusUnlessElsewhere(copy.current), []);
  return (
    <Stack>
      <div>
        <Text>{words.run}</Text>
        <CommandLine ref={copy} begins text={relayLine(program, made, server)} label={words.copyCommand} />
      </div>
      <Text>{words.appears}</Text>
      <Text c="var(--quiet)">{words.checked(program.platform)}</Text>
      <div>
        <Text c="var(--quiet)">{words.short}</Text>
        <CommandLine text={relayCommand(made, server)} label={words.copyShort} />
      </div>
    </Stack>
  );
}
