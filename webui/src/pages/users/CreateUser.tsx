import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Link } from 'react-router-dom';

import type { NewUser } from '../../api/client';
import { useCreateUser } from '../../api/peopleMutations';
import { useApplianceState } from '../../api/queries';
import { nameOf } from '../../rights/Person';
import { Dialog } from '../../ui/Dialog';
import { fieldErrors, FormError } from '../../ui/FormError';
import { useTell } from '../../ui/Toasts';
import { HandOverLink } from './HandOverLink';
import { LinkByMail } from './LinkByMail';
import classes from './users.module.css';
import { words } from './words';

// Asks for the new user, then shows the link to hand over, unless it is sent to them.
export function CreateUser({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [made, setMade] = useState<NewUser | null>(null);
  const tell = useTell();
  const close = () => {
    onClose();
    setMade(null);
  };
  const isMade = (user: NewUser) => {
    if (user.link !== null) return setMade(user);
    tell.done(words.mailed(user.user.email));
    close();
  };
  return (
    <Dialog opened={opened} title={made ? words.handOverTitle(nameOf(made.user)) : words.createTitle} onClose={close}>
      {made ? (
        <HandOverLink user={made.user} link={made} onDone={close} toPage />
      ) : (
        <UserForm onMade={isMade} onCancel={close} />
      )}
    </Dialog>
  );
}

function UserForm({ onMade, onCancel }: { onMade: (made: NewUser) => void; onCancel: () => void }) {
  const create = useCreateUser();
  const [values, setValues] = useState({ first_name: '', last_name: '', email: '' });
  const sendsMail = useApplianceState().data?.mail ?? false;
  const [byMail, setByMail] = useState(true);
  const errors = fieldErrors(create.error);
  const field = (name: keyof typeof values) => ({
    required: true,
    autoComplete: 'off',
    value: values[name],
    error: errors[name],
    onChange: (event: { currentTarget: { value: string } }) => setValues({ ...values, [name]: event.currentTarget.value }),
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { first_name, last_name, email } = values;
    create.mutate(
      { first_name: first_name.trim(), last_name: last_name.trim(), email: email.trim(), mail: sendsMail && byMail },
      { onSuccess: onMade },
    );
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text c="var(--quiet)">{words.createText}</Text>
        <FormError error={create.error} />
        <div className={classes.pair}>
          <TextInput {...field('first_name')} label={words.firstName} maxLength={100} data-autofocus />
          <TextInput {...field('last_name')} label={words.lastName} maxLength={100} />
        </div>
        <TextInput
          {...field('email')}
          label={words.email}
          description={sendsMail ? words.emailHelpMail : words.emailHelp}
          type="email"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={254}
        />
        {sendsMail && <LinkByMail byMail={byMail} onChange={setByMail} />}
        <Group justify="flex-end">
          <Button variant="subtle" component={Link} to="/users/many" mr="auto">
            {words.advanced}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {words.submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
