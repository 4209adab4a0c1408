import { useState } from 'react';

import type { Group, User } from '../../api/client';
import { useAddMember } from '../../api/peopleMutations';
import { endOfDay } from '../../rights/days';
import { nameOf } from '../../rights/Person';
import { UntilInput } from '../../rights/Until';
import { UserPicker } from '../../rights/UserPicker';
import { Dialog } from '../../ui/Dialog';
import { Form } from '../../ui/Form';
import { fieldErrors } from '../../ui/FormError';
import { useTell } from '../../ui/Toasts';
import { words } from './words';

interface AddMemberProps {
  group: Group;
  opened: boolean;
  onClose: () => void;
}

export function AddMember({ group, opened, onClose }: AddMemberProps) {
  return (
    <Dialog opened={opened} title={words.addTitle(group.name)} onClose={onClose}>
      <AddForm group={group} onClose={onClose} />
    </Dialog>
  );
}

function AddForm({ group, onClose }: { group: Group; onClose: () => void }) {
  const add = useAddMember(group.id);
  const tell = useTell();
  const [user, setUser] = useState<User | null>(null);
  const [day, setDay] = useState('');
  const [touched, setTouched] = useState(false);

  const submit = () => {
    setTouched(true);
    if (!user) return;
    add.mutate(
      { id: user.id, until: endOfDay(day) },
      {
        onSuccess: () => {
          tell.done(words.added(nameOf(user)));
          onClose();
        },
      },
    );
  };
  return (
    <Form error={add.error} label={words.addSubmit} busy={add.isPending} onSubmit={submit} onCancel={onClose}>
      <UserPicker
        label={words.user}
        placeholder={words.userPlaceholder}
        nobody={words.nobodyFound}
        wanted={(one) => one.may_change && !one.groups.some(({ id }) => id === group.id)}
        value={user?.id ?? null}
        onChange={setUser}
        error={touched && !user ? words.userMissing : undefined}
        autoFocus
      />
      <UntilInput value={day} onChange={setDay} error={fieldErrors(add.error).expires_at} />
    </Form>
  );
}
