import type { UserProvider, Versioned } from '../../api/client';
import { type UserProviders, useSwitchProvider } from '../../api/userProviders';
import { Confirm } from '../../ui/Confirm';
import { providerNames } from '../../ui/providers';
import { useTell } from '../../ui/Toasts';
import classes from './userProviders.module.css';
import { words } from './words';

const wanted: UserProvider = 'admin';
const { provider, access, owners, creation } = words.consequences;

interface SwitchToAdminProps {
  providers: Versioned<UserProviders>;
  opened: boolean;
  onClose: () => void;
}

// Says what it means for the users there are, before it is done.
export function SwitchToAdmin({ providers: { active, etag }, opened, onClose }: SwitchToAdminProps) {
  const change = useSwitchProvider();
  const tell = useTell();
  const from = providerNames[active];
  const confirm = () =>
    change.mutate(
      { provider: wanted, version: etag },
      { onSuccess: () => tell.done(words.switched), onError: (error) => tell.failed(error), onSettled: onClose },
    );
  return (
    <Confirm
      opened={opened}
      title={words.switchTitle}
      action={words.proceed}
      harmless
      busy={change.isPending}
      onConfirm={confirm}
      onCancel={onClose}
    >
      {words.switchText(from)}
      <ul className={classes.consequences}>
        <li>{provider(from)}</li>
        <li>{access}</li>
        <li>{owners}</li>
        <li>{creation}</li>
      </ul>
    </Confirm>
  );
}
