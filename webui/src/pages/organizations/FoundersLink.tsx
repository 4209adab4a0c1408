import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';

import type { NewOrganization } from '../../api/organizations';
import { CommandLine } from '../../ui/CommandLine';
import { focusUnlessElsewhere } from '../../ui/focusUnlessElsewhere';
import { ForOthers } from '../../ui/ForOthers';
import { formatDateTime } from '../../ui/format';
import { atServer } from '../../ui/servers';
import { words } from './words';

function LinkToCopy({ text }: { text: string }) {
  // The form that was here before had the focus.
  const copy = useRef<HTMLButtonElement>(null);
  useEffect(() => focusUnlessElsewhere(copy.current), []);
  return <CommandLine ref={copy} begins text={text} label={words.copyLink} />;
}

// The only place and time where the link can be seen.
export function FoundersLink({ made, onDone }: { made: NewOrganization; onDone: () => void }) {
  const url = made.link ?? ''; // null only where it is sent by mail
  return (
    <Stack>
      <Text>
        {words.handOver(made.organization.id)} {words.good(formatDateTime(made.link_expires_at, Date.now()))}
      </Text>
      <ForOthers here={<LinkToCopy text={url} />}>{(_, server) => <LinkToCopy text={atServer(url, server)} />}</ForOthers>
      <Alert variant="light" icon={<IconEyeOff size={20} aria-hidden />}>
        {words.once}
      </Alert>
      <Group justify="flex-end">
        <Button onClick={onDone}>{words.done}</Button>
      </Group>
    </Stack>
  );
}
