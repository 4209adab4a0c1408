import { Button, Stack, Text } from '@mantine/core';
import { Link } from 'react-router-dom';

import { type License, useLicense } from '../../api/license';
import { useCurrentUser } from '../../app/CurrentUser';
import { Card } from '../../ui/Card';
import { When } from '../../ui/Clock';
import { Facts } from '../../ui/Facts';
import { Loaded } from '../../ui/Loaded';
import { Page } from '../../ui/Page';
import { tierNames } from '../../ui/tiers';
import { Comparison } from './Comparison';
import { words } from './words';

const missing = { title: words.title, text: '' };

export default function LicensePage() {
  const query = useLicense();
  return (
    <Loaded query={query} title={words.title} missing={missing}>
      {(license) => <Details license={license} />}
    </Loaded>
  );
}

function Details({ license: { tier, kind, tiers, expires_at, in_use } }: { license: License }) {
  return (
    <Page title={words.title} lead={words.lead}>
      <Stack gap="lg">
        <Card title={words.yours}>
          <Facts
            rows={[
              [words.tier, tierNames[tier]],
              [words.kind, words.kinds[kind]],
              [words.expiry, expires_at === null ? words.never : <When iso={expires_at} />],
            ]}
          />
        </Card>
        <Card title={words.inUse}>
          <Facts
            rows={[
              [words.users, in_use.users],
              [words.clients, in_use.clients],
              [words.openSessions, in_use.open_sessions],
            ]}
          />
        </Card>
        <Card title={words.comparison} flush>
          <Comparison tiers={tiers} own={tier} />
        </Card>
        <Changing />
      </Stack>
    </Page>
  );
}

function Changing() {
  const ownsAppliance = useCurrentUser().appliance_owner;
  return (
    <Card title={words.changing}>
      <Stack align="flex-start" maw="44rem">
        <Text c="var(--quiet)">{ownsAppliance ? words.changingOwn : words.changingText}</Text>
        {ownsAppliance && (
          <Button component={Link} to="/organizations" variant="default">
            {words.toOrganizations}
          </Button>
        )}
      </Stack>
    </Card>
  );
}
