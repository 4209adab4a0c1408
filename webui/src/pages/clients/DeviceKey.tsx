import type { Machine } from '../../api/client';
import { Card } from '../../ui/Card';
import { Fingerprint } from '../../ui/Fingerprint';
import classes from './DeviceKey.module.css';
import { keyWords as words } from './keyWords';

// The key that sessions with this machine are sealed for.
export function DeviceKey({ machine }: { machine: Machine }) {
  const fingerprint = machine.device_key_fingerprint;
  return (
    <Card title={words.title}>
      <p className={classes.purpose}>{fingerprint ? words.purpose : words.none}</p>
      {fingerprint && <Fingerprint text={fingerprint} of={words.fingerprint} />}
    </Card>
  );
}
