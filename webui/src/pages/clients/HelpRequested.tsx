import { Button, Title } from '@mantine/core';
import { IconCheck, IconHelp } from '@tabler/icons-react';
import { useEffect } from 'react';

import type { Machine } from '../../api/client';
import { useChangeClient } from '../../api/mutations';
import { useAccess } from '../../app/CurrentUser';
import { groupDigits } from '../../ui/address';
import { Card } from '../../ui/Card';
import { Ago } from '../../ui/Clock';
import { ConnectButton } from '../../ui/ConnectButton';
import { Copyable } from '../../ui/Copyable';
import { Facts } from '../../ui/Facts';
import { leaveFocusAtHeading } from '../../ui/leaveFocusAtHeading';
import { useTell } from '../../ui/Toasts';
import classes from './HelpRequested.module.css';
import { helpWords as words } from './helpWords';

// Somebody at the machine asks for help.
export function HelpRequested({ machine }: { machine: Machine }) {
  const { help } = machine;
  return help && <Request machine={machine} help={help} />;
}

function Request({ machine, help }: { machine: Machine; help: NonNullable<Machine['help']> }) {
  const mayDismiss = useAccess('clients') === 'edit';
  const change = useChangeClient(machine.id);
  const tell = useTell();
  useEffect(() => leaveFocusAtHeading, []);
  const dismiss = () =>
    change.mutate({ help: 'dismissed' }, { onSuccess: () => tell.done(words.dismissed), onError: tell.failed });
  return (
    <Card className={classes.card}>
      <Title order={2} mb="xs" className={classes.title}>
        <IconHelp size={22} aria-hidden />
        {words.title}
      </Title>
      {help.words && <blockquote className={classes.words}>{help.words}</blockquote>}
      <Facts
        rows={[
          [words.address, <Copyable text={machine.id} shown={groupDigits(machine.id)} />],
          [words.alias, machine.alias && <Copyable text={machine.alias} />],
          [words.when, <Ago iso={help.requested_at} />],
        ]}
      />
      <div className={classes.foot}>
        <ConnectButton machine={machine} size="md" />
        {mayDismiss && (
          <Button
            variant="default"
            size="md"
            leftSection={<IconCheck size={18} aria-hidden />}
            loading={change.isPending}
            onClick={dismiss}
          >
            {words.dismiss}
          </Button>
        )}
      </div>
      {!machine.online && <p className={classes.offline}>{words.offline}</p>}
    </Card>
  );
}
