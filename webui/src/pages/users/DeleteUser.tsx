import { Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';

import type { User } from '../../api/client';
import { useRemoveUser } from '../../api/peopleMutations';
import { nameOf } from '../../rights/Person';
import { Dialog } from '../../ui/Dialog';
import { Form } from '../../ui/Form';
import { useTell } from '../../ui/Toasts';
import { words } from './words';

interface DeleteUserProps {
  user: User;
  opened: boolean;
  onClose: () => void;
}

// Asks for the e-mail address to be typed, because nothing brings back what is deleted.
export function DeleteUser({ user, opened, onClose }: DeleteUserProps) {
  return (
    <Dialog opened={opened} title={words.deleteTitle(nameOf(user))} onClose={onClose}>
      <DeleteForm user={user} onClose={onClose} />
    </Dialog>
  );
}

function DeleteForm({ user, onClose }: { user: User; onClose: () => void }) {
  const remove = useRemoveUser();
  const navigate = useNavigate();
  const tell = useTell();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);

  const submit = async () => {
    const isRight = typed.trim().toLowerCase() === user.email.toLowerCase();
    setWrong(!isRight);
    if (!isRight) return;
    try {
      // Also when this is not there any more at the end, because the user is gone.
      await remove.mutateAsync({ id: user.id, version: user.version });
      tell.done(words.deleted(nameOf(user)));
      navigate('/users', { replace: true });
    } catch {
      // said by the form
    }
  };
  return (
    <Form error={remove.error} label={words.delete} busy={remove.isPending} danger onSubmit={submit} onCancel={onClose}>
      <Text>{words.deleteText}</Text>
      <TextInput
        label={words.deleteType(user.email)}
        data-autofocus
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={typed}
        error={wrong && words.deleteWrong}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </Form>
  );
}
