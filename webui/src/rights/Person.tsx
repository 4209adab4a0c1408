import { Badge } from '@mantine/core';
import type { ReactNode } from 'react';

import type { User } from '../api/client';
import { useCurrentUser } from '../app/CurrentUser';
import { TextLink } from '../ui/TextLink';
import classes from './rights.module.css';
import { words } from './words';

export const nameOf = ({ first_name, last_name }: Pick<User, 'first_name' | 'last_name'>): string =>
  `${first_name} ${last_name}`.trim();

// Somebody in a list: the name, which leads to their page, and the e-mail address.
export function Person({ user }: { user: User }) {
  const me = useCurrentUser();
  return (
    <NameAndEmail email={user.email}>
      <TextLink to={`/users/${user.id}`}>{nameOf(user)}</TextLink>
      {user.id === me.user.id && <Badge variant="light">{words.you}</Badge>}
    </NameAndEmail>
  );
}

export function NameAndEmail({ email, children }: { email: string; children: ReactNode }) {
  return (
    <span className={classes.stacked}>
      <span className={classes.name}>{children}</span>
      <span className={classes.second}>{email}</span>
    </span>
  );
}

// A cell with several words, none of which is broken apart.
export function Wordy({ children }: { children: string }) {
  return <span className={classes.wordy}>{children}</span>;
}
