import { groupDigits } from './address';
import classes from './MachineName.module.css';
import { TextLink } from './TextLink';

interface MachineNameProps {
  id: string;
  name: string; // as the machine says; may be empty
  alias?: string | null;
  linked: boolean; // to its page
}

// A machine's name, and in small type which one it is: several may have one name.
export function MachineName({ id, name, alias, linked }: MachineNameProps) {
  const address = alias ?? groupDigits(id);
  const shown = name || address;
  return (
    <span className={classes.machine}>
      {linked ? <TextLink to={`/clients/${encodeURIComponent(id)}`}>{shown}</TextLink> : shown}
      {name && name !== address && <small className={classes.address}>{address}</small>}
    </span>
  );
}
