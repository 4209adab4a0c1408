import { IconLock } from '@tabler/icons-react';
import { Outlet } from 'react-router-dom';

import type { Level, Section } from '../api/client';
import { Page } from '../ui/Page';
import { EmptyState } from '../ui/States';
import { useAccess, useCurrentUser } from './CurrentUser';
import { words } from './words';

// Saves a user a page full of refusals. The appliance checks every request, whatever this says.
export function RequireAccess({ section, level = 'view' }: { section: Section; level?: Level }) {
  const own = useAccess(section);
  return own === 'edit' || own === level ? <Outlet /> : <NoAccess />;
}

// What is only for who owns the appliance.
export function RequireAppliance() {
  return useCurrentUser().appliance_owner ? <Outlet /> : <NoAccess />;
}

function NoAccess() {
  return (
    <Page title={words.noAccess}>
      <EmptyState icon={<IconLock size={24} />} title={words.noAccess}>
        {words.noAccessText}
      </EmptyState>
    </Page>
  );
}
