import { Button, Title } from '@mantine/core';
import { IconAlertTriangle, IconKey } from '@tabler/icons-react';
import { useEffect } from 'react';

import type { Machine } from '../../api/client';
import { useConfirmDeviceKey } from '../../api/mutations';
import { useAccess } from '../../app/CurrentUser';
import { groupDigits } from '../../ui/address';
import { AskedAction } from '../../ui/AskedAction';
import { Fingerprint, Fingerprints } from '../../ui/Fingerprint';
import { Card } from '../../ui/Card';
import { leaveFocusAtHeading } from '../../ui/leaveFocusAtHeading';
import classes from './DeviceKey.module.css';
import { keyWords as words } from './keyWords';

// The warning that a machine came with another key.
export function ChangedKey({ machine, offered }: { machine: Machine; offered: string }) {
  const mayConfirm = useAccess('clients') === 'edit';
  useEffect(() => leaveFocusAtHeading, []);
  return (
    <Card className={classes.warning} role="alert">
      <Title order={2} mb="xs">
        <IconAlertTriangle size={20} aria-hidden />
        {words.changed}
      </Title>
      <p>{words.changedText}</p>
      <Fingerprints
        rows={[
          { name: words.known, text: machine.device_key_fingerprint ?? '' },
          { name: words.offered, text: offered },
        ]}
      />
      <div className={classes.foot}>
        {mayConfirm ? (
          // A question about one key is not answered for the next that comes while it is asked.
          <ConfirmKey key={offered} machine={machine} offered={offered} />
        ) : (
          <p>{words.whoMay}</p>
        )}
      </div>
    </Card>
  );
}

function ConfirmKey({ machine, offered }: { machine: Machine; offered: string }) {
  const confirm = useConfirmDeviceKey();
  const name = machine.name || groupDigits(machine.id);
  return (
    <AskedAction
      button={(ask) => (
        <Button variant="default" leftSection={<IconKey size={18} aria-hidden />} onClick={ask}>
          {words.confirm}
        </Button>
      )}
      title={words.confirmTitle(name)}
      action={words.confirm}
      harmless
      mutation={confirm}
      argument={{ id: machine.id, fingerprint: offered }}
      done={words.confirmed(name)}
    >
      <div className={classes.question}>
        <p>
          <strong>{words.yes}</strong> {words.yesText}
        </p>
        <p>
          <strong>{words.no}</strong> {words.noText}
        </p>
        <p>{words.compare}</p>
        <Fingerprint text={offered} of={words.offered} />
      </div>
    </AskedAction>
  );
}
