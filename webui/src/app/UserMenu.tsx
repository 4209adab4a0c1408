import { Menu, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconLogout, IconUser } from '@tabler/icons-react';
import { Link } from 'react-router-dom';

import { useSignOut } from '../api/mutations';
import { useTell } from '../ui/Toasts';
import { useCurrentUser } from './CurrentUser';
import { LanguageItems } from './LanguageItems';
import { SchemeItems } from './SchemeItems';
import classes from './Shell.module.css';
import { words } from './words';

export function UserMenu() {
  const { user, access } = useCurrentUser();
  const signOut = useSignOut();
  const tell = useTell();
  const name = `${user.first_name} ${user.last_name}`.trim();

  return (
    <Menu position="bottom-end" width={240} withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <UnstyledButton className={classes.user}>
          <span className={classes.initials} aria-hidden>
            {initial(user.first_name) + initial(user.last_name)}
          </span>
          <span className={classes.userName}>{name}</span>
          <IconChevronDown size={16} className={classes.chevron} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {access.personal_profile !== 'none' && (
          <Menu.Item component={Link} to="/profile" leftSection={<IconUser size={18} aria-hidden />}>
            {words.profile}
          </Menu.Item>
        )}
        <SchemeItems />
        <LanguageItems />
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={18} aria-hidden />}
          onClick={() => signOut.mutate(undefined, { onError: tell.failed })}
        >
          {words.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function initial(name: string): string {
  return [...name.trim()][0]?.toUpperCase() ?? '';
}
