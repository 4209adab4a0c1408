import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';

import { factorWords as words } from './factorWords';
import classes from './ProfilePage.module.css';

// The only place and time where they can be seen.
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const clipboard = useClipboard({ timeout: 2000 });
  return (
    <Stack>
      <Title order={3} fz="md">
        {words.newCodes}
      </Title>
      <Text>{words.newCodesText}</Text>
      <ul className={classes.codes} aria-label={words.newCodes}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Group justify="flex-end">
        <Button variant="default" onClick={() => clipboard.copy(codes.join('\n'))}>
          {clipboard.copied ? words.copied : words.copyCodes}
        </Button>
        <Button data-autofocus onClick={onKept}>
          {words.kept}
        </Button>
      </Group>
    </Stack>
  );
}
