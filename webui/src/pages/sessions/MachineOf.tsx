import type { Session } from '../../api/client';
import { useAccess } from '../../app/CurrentUser';
import { MachineName } from '../../ui/MachineName';

// By the name that it had then; its page only for those who may see it.
export function MachineOf({ session }: { session: Session }) {
  const maySee = useAccess('clients') !== 'none';
  return <MachineName id={session.client_id} name={session.client_name} linked={maySee} />;
}
