import type { Machine } from '../../api/client';
import { addressOf } from '../../ui/address';
import { Card } from '../../ui/Card';
import { ConnectButton } from '../../ui/ConnectButton';
import { OnlineStatus } from '../../ui/Status';
import { TextLink } from '../../ui/TextLink';
import classes from './DashboardPage.module.css';
import { words } from './words';

export function ThisMachine({ machine }: { machine: Machine }) {
  return (
    <Card title={words.thisMachine} aside={<OnlineStatus online={machine.online} />} className={classes.machine}>
      <p className={classes.machineName}>
        <TextLink to={`/clients/${encodeURIComponent(machine.id)}`}>{machine.name || addressOf(machine)}</TextLink>
      </p>
      <p className={classes.machineFacts}>{machine.online ? machine.os : words.thisMachineOffline}</p>
      <div className={classes.machineFoot}>
        <span>{addressOf(machine)}</span>
        <ConnectButton machine={machine} size="md" />
      </div>
    </Card>
  );
}
