import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router-dom';

import type { AccountLink, User } from '../../api/client';
import { nameOf } from '../../rights/Person';
import { CommandLine } from '../../ui/CommandLine';
import { ForOthers } from '../../ui/ForOthers';
import { focusUnlessElsewhere } from '../../ui/focusUnlessElsewhere';
import { formatDateTime } from '../../ui/format';
import { atServer } from '../../ui/servers';
import { words } from './words';

interface HandOverLinkProps {
  user: User;
  link: AccountLink;
  // Offers the user's page, where one is not there already.
  toPage?: boolean;
  onDone: () => void;
}

function LinkToCopy({ text }: { text: string }) {
  // The form that was here before had the focus.
  const copy = useRef<HTMLButtonElement>(null);
  useEffect(() => focusUnlessElsewhere(copy.current), []);
  return <CommandLine ref={copy} begins text={text} label={words.copyLink} />;
}

// The only place and time where the link can be seen.
export function HandOverLink({ user, link, toPage, onDone }: HandOverLinkProps) {
  const url = link.link ?? ''; // null only where it is sent by mail
  return (
    <Stack>
      <Text>
        {words.handOver(nameOf(user))} {words.linkGood(formatDateTime(link.link_expires_at, Date.now()))}
      </Text>
      <ForOthers here={<LinkToCopy text={url} />}>{(_, server) => <LinkToCopy text={atServer(url, server)} />}</ForOthers>
      <Alert variant="light" icon={<IconEyeOff size={20} aria-hidden />}>
        {words.linkOnce}
      </Alert>
      <Group justify="flex-end">
        {toPage && (
          <Button variant="default" component={Link} to={`/users/${user.id}`}>
            {words.toUser}
          </Button>
        )}
        <Button onClick={onDone}>{words.done}</Button>
      </Group>
    </Stack>
  );
}
