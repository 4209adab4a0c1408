import type { AddressEntry } from '../../api/addressBooks';
import { useAccess } from '../../app/CurrentUser';
import { MachineName } from '../../ui/MachineName';
import { OnlineStatus } from '../../ui/Status';
import classes from './addressBooks.module.css';
import { words } from './words';

// The machine that has the address now: which, whether it is there, and the key that sessions with it are sealed for.
export function EntryMachine({ entry: { client } }: { entry: AddressEntry }) {
  const maySee = useAccess('clients') !== 'none';
  if (!maySee) return null;
  if (!client) return <span className={classes.quiet}>{words.entries.unknown}</span>;
  return (
    <span className={classes.machine}>
      <MachineName id={client.id} name={client.name} alias={client.alias} linked />
      <OnlineStatus online={client.online} />
      {client.device_key_fingerprint && (
        <span className={classes.key}>
          <span className={classes.quiet}>{words.entries.key}</span> <code>{client.device_key_fingerprint}</code>
        </span>
      )}
    </span>
  );
}
