import { ActionIcon, Drawer, VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconMenu2 } from '@tabler/icons-react';
import { useEffect } from 'react';
import { Outlet, ScrollRestoration, useLocation } from 'react-router-dom';

import { useLive } from '../api/live';
import { ConnectField } from '../ui/ConnectField';
import { Waiting } from '../ui/usePageTitle';
import { whenIdle } from '../ui/whenIdle';
import { fetchViewerAhead } from '../viewer/ahead';
import { useAccess } from './CurrentUser';
import { Finder } from './Finder';
import { fetchPagesAhead } from './lazyPage';
import { Navigation } from './Navigation';
import classes from './Shell.module.css';
import { useHelpCount } from './useHelpCount';
import { UserMenu } from './UserMenu';
import { words } from './words';

export function Shell() {
  const [menuOpen, menu] = useDisclosure(false);
  const { pathname } = useLocation();
  const mayConnect = useAccess('clients') !== 'none';
  const live = useLive();
  const asking = useHelpCount();

  useEffect(() => whenIdle(fetchPagesAhead), []);
  useEffect(() => (mayConnect ? whenIdle(fetchViewerAhead) : undefined), [mayConnect]);

  return (
    <div className={classes.shell}>
      <a href="#content" className={classes.skip}>
        {words.skip}
      </a>
      <div className={classes.side}>
        <Navigation />
      </div>
      <header className={classes.header}>
        <ActionIcon
          className={classes.burger}
          variant="transparent"
          size="lg"
          aria-label={asking > 0 ? `${words.openMenu}. ${words.asking(asking)}` : words.openMenu}
          data-waiting={asking > 0 || undefined}
          aria-expanded={menuOpen}
          onClick={menu.open}
        >
          <IconMenu2 size={22} aria-hidden />
        </ActionIcon>
        {/* The dashboard has a large one of its own. */}
        {mayConnect && pathname !== '/' && (
          <div className={classes.find}>
            <ConnectField size="sm" />
          </div>
        )}
        <div className={classes.spacer} />
        <Finder />
        <UserMenu />
      </header>
      <main id="content" className={classes.main} tabIndex={-1}>
        <div role="status">{live === 'down' && <p className={classes.lost}>{words.reconnecting}</p>}</div>
        <VisuallyHidden role="status">{asking > 0 && words.asking(asking)}</VisuallyHidden>
        <Waiting.Provider value={asking}>
          <Outlet />
        </Waiting.Provider>
      </main>
      <Drawer.Root opened={menuOpen} onClose={menu.close} size="17rem">
        <Drawer.Overlay />
        <Drawer.Content className={classes.drawer} aria-label={words.menu}>
          <Drawer.Body className={classes.drawerBody}>
            <Navigation onChoose={menu.close} />
          </Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
      <ScrollRestoration />
    </div>
  );
}
