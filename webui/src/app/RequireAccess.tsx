import { Button } from '@mantine/core';
import { IconCertificate, IconLock } from '@tabler/icons-react';
import { Link, Outlet } from 'react-router-dom';

import type { Feature, Level, Section } from '../api/client';
import { Page } from '../ui/Page';
import { EmptyState } from '../ui/States';
import { tierNames } from '../ui/tiers';
import { useAccess, useCurrentUser } from './CurrentUser';
import { isLicensed } from './license';
import { words } from './words';

// Saves a user a page full of refusals. The appliance checks every request, whatever this says.
export function RequireAccess({ section, level = 'view' }: { section: Section; level?: Level }) {
  const me = useCurrentUser();
  const own = useAccess(section);
  if (!isLicensed(me, section)) return <NotLicensed />;
  return own === 'edit' || own === level ? <Outlet /> : <NoAccess />;
}

// What is only in some licenses.
export function RequireFeature({ feature }: { feature: Feature }) {
  return useCurrentUser().features.includes(feature) ? <Outlet /> : <NotLicensed />;
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

function NotLicensed() {
  const { license } = useCurrentUser();
  const maySeeLicense = useAccess('license') !== 'none';
  return (
    <Page title={words.notLicensed}>
      <EmptyState
        icon={<IconCertificate size={24} />}
        title={words.notLicensed}
        action={
          maySeeLicense && (
            <Button component={Link} to="/license">
              {words.toLicense}
            </Button>
          )
        }
      >
        {words.notLicensedText(tierNames[license])}
      </EmptyState>
    </Page>
  );
}
