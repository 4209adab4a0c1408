import { Button, Group, Text, Title } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useEffect, useId, useRef } from 'react';
import { Link } from 'react-router-dom';

import { useAccess } from '../app/CurrentUser';
import { formatDateTime } from '../ui/format';
import { Fingerprints } from '../ui/Fingerprint';
import { TextLink } from '../ui/TextLink';
import type { KeyChange } from './deviceKey';
import classes from './viewer.module.css';

interface KeyChangedCardProps {
  change: KeyChange;
  machineName: string;
  onTrust(): void;
}

// The appliance named another key than this browser knows. Going back is what Enter does.
export function KeyChangedCard({ change, machineName, onTrust }: KeyChangedCardProps) {
  const title = useId();
  const text = useId();
  const goBack = useRef<HTMLAnchorElement>(null);
  useEffect(() => goBack.current?.focus(), []);
  const { known, offered, isVouchedFor } = change;
  const record = `/clients/${encodeURIComponent(change.machine.id)}`;
  return (
    <div className={classes.centre}>
      <section className={classes.card} role="alertdialog" aria-labelledby={title} aria-describedby={text}>
        <div className={classes.cardIcon} data-tone="refused">
          <IconKey aria-hidden />
        </div>
        <Title order={2} id={title}>
          The key of {machineName} has changed
        </Title>
        <div id={text}>
          <Text mt="sm">
            This browser knows the machine by another key. Either it was set up again, or another computer poses as it.
            Nothing was sent to it.
          </Text>
          <Fingerprints
            rows={[
              { name: `Key known since ${formatDateTime(new Date(known.since).toISOString(), Date.now())}`, text: known.fingerprint },
              { name: 'New key', text: offered.fingerprint },
            ]}
          />
          {isVouchedFor ? (
            <Text mt="md">
              The new key is the one in{' '}
              <TextLink to={record}>the appliance’s record</TextLink> of this
              machine. Trust it only if you know why it changed; if not, go back and ask.
            </Text>
          ) : (
            <WhoConfirms />
          )}
        </div>
        <Group justify="flex-end" mt="lg">
          {isVouchedFor ? (
            <Button variant="default" onClick={onTrust}>
              Trust the new key
            </Button>
          ) : (
            <Button component={Link} to={record} variant="default">
              See its keys
            </Button>
          )}
          <Button component={Link} to="/clients" ref={goBack}>
            Go back
          </Button>
        </Group>
      </section>
    </div>
  );
}

// Under a key that nobody has confirmed.
export function WhoConfirms() {
  const mayConfirm = useAccess('clients') === 'edit';
  return (
    <Text mt="sm">
      {mayConfirm
        ? 'The appliance does not vouch for the new key. If you know why it changed, you can confirm it on the machine’s page.'
        : 'The appliance does not vouch for the new key. Somebody who may edit clients has to confirm it on the machine’s page: ask your administrator.'}
    </Text>
  );
}
