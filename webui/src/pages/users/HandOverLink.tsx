import { Button } from '@mantine/core';
import { Link } from 'react-router-dom';

import type { AccountLink, User } from '../../api/client';
import { nameOf } from '../../rights/Person';
import { LinkToHandOver } from '../../ui/LinkToHandOver';
import { words } from './words';

interface HandOverLinkProps {
  user: User;
  link: AccountLink;
  // Offers the user's page, where one is not there already.
  toPage?: boolean;
  onDone: () => void;
}

export function HandOverLink({ user, link, toPage, onDone }: HandOverLinkProps) {
  const page = toPage && (
    <Button variant="default" component={Link} to={`/users/${user.id}`}>
      {words.toUser}
    </Button>
  );
  return (
    <LinkToHandOver made={link} once={words.linkOnce} action={page} onDone={onDone}>
      {words.handOver(nameOf(user))}
    </LinkToHandOver>
  );
}
