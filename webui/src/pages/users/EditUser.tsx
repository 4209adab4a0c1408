import { Button, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil } from '@tabler/icons-react';

import type { User } from '../../api/client';
import { useChangeUser } from '../../api/peopleMutations';
import { fetchUser } from '../../api/peopleQueries';
import { endOfDay, lastDay } from '../../rights/days';
import { nameOf } from '../../rights/Person';
import { Dialog } from '../../ui/Dialog';
import { EditForm } from '../../ui/EditForm';
import { fieldErrors } from '../../ui/FormError';
import { useEdit } from '../../ui/useEdit';
import classes from './users.module.css';
import { words } from './words';

const valuesOf = ({ first_name, last_name, email, expires_at }: User) => ({
  first_name,
  last_name,
  email,
  expires_at: expires_at === null ? '' : lastDay(expires_at), // a day
});

const labels = {
  first_name: words.firstName,
  last_name: words.lastName,
  email: words.email,
  expires_at: words.facts.ends,
};

export function EditUser({ user }: { user: User }) {
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button variant="default" size="md" leftSection={<IconPencil size={18} aria-hidden />} onClick={dialog.open}>
        {words.edit}
      </Button>
      <Dialog opened={opened} title={words.editTitle(nameOf(user))} onClose={dialog.close}>
        <UserForm user={user} onClose={dialog.close} />
      </Dialog>
    </>
  );
}

function UserForm({ user, onClose }: { user: User; onClose: () => void }) {
  const change = useChangeUser(user.id);
  // The moment it was, not only the day, when it is put back.
  const endOf = (day: string) => (user.expires_at !== null && day === lastDay(user.expires_at) ? user.expires_at : endOfDay(day));
  const edit = useEdit({
    entity: user,
    valuesOf,
    save: ({ expires_at, ...names }, version) =>
      change.mutateAsync({ body: { ...names, ...(expires_at !== undefined && { expires_at: endOf(expires_at) }) }, version }),
    load: () => fetchUser(user.id),
    tidy: (values) => ({
      ...values,
      first_name: values.first_name.trim(),
      last_name: values.last_name.trim(),
      email: values.email.trim(),
    }),
  });
  const errors = fieldErrors(edit.error);
  const field = (name: keyof typeof edit.values) => ({
    autoComplete: 'off',
    value: edit.values[name],
    error: errors[name],
    onChange: (event: { currentTarget: { value: string } }) => edit.set({ [name]: event.currentTarget.value }),
  });
  return (
    <EditForm edit={edit} labels={labels} save={words.save} saved={words.saved} onClose={onClose}>
      <div className={classes.pair}>
        <TextInput {...field('first_name')} label={words.firstName} required maxLength={100} data-autofocus />
        <TextInput {...field('last_name')} label={words.lastName} required maxLength={100} />
      </div>
      <TextInput {...field('email')} label={words.email} required type="email" autoCapitalize="none" spellCheck={false} maxLength={254} />
      <TextInput {...field('expires_at')} label={words.accountEnds} description={words.accountEndsHelp} type="date" max="9999-12-31" />
    </EditForm>
  );
}
