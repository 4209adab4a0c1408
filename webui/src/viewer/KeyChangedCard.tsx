import { Button, Group, Text, Title } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useEffect, useId, useRef } from 'react';
import { Link } from 'react-router-dom';

import { useAccess } from '../app/CurrentUser';
import { formatDateTime } from '../ui/format';
import { Fingerprints } from '../ui/Fingerprint';
import { TextLink } from '../ui/TextLink';
import classes from './card.module.css';
import type { KeyChange } from './deviceKey';
import { words } from './words';

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
          {words.keyChanged(machineName)}
        </Title>
        <div id={text}>
          <Text mt="sm">{words.keyChangedText}</Text>
          <Fingerprints
            rows={[
              { name: words.keyKnownSince(formatDateTime(new Date(known.since).toISOString(), Date.now())), text: known.fingerprint },
              { name: words.newKey, text: offered.fingerprint },
            ]}
          />
          {isVouchedFor ? (
            <Text mt="md">
              {words.vouched.before} <TextLink to={record}>{words.vouched.link}</TextLink> {words.vouched.after}
            </Text>
          ) : (
            <WhoConfirms />
          )}
        </div>
        <Group justify="flex-end" mt="lg">
          {isVouchedFor ? (
            <Button variant="default" onClick={onTrust}>
              {words.trust}
            </Button>
          ) : (
            <Button component={Link} to={record} variant="default">
              {words.seeKeys}
            </Button>
          )}
          <Button component={Link} to="/clients" ref={goBack}>
            {words.goBack}
          </Button>
        </Group>
      </section>
    </div>
  );
}

// Under a key that nobody has confirmed.
export function WhoConfirms() {
  const mayConfirm = useAccess('clients') === 'edit';
  return <Text mt="sm">{mayConfirm ? words.notVouched : words.notVouchedAsk}</Text>;
}
