import { Text, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';

import { Form } from '../../ui/Form';
import { fieldErrors } from '../../ui/FormError';
import { useLinkByMail } from '../../ui/LinkByMail';
import classes from './users.module.css';
import { words } from './words';

const empty = { first_name: '', last_name: '', email: '' };

export type NewPerson = typeof empty & { mail: boolean };

interface PersonFormProps {
  text: string;
  submit: string;
  // Another way to the same.
  other?: ReactNode;
  busy: boolean;
  error: unknown;
  onSubmit: (person: NewPerson) => void;
  onCancel: () => void;
}

// Who is to come in: made at once, or invited.
export function PersonForm({ text, submit, other, busy, error, onSubmit, onCancel }: PersonFormProps) {
  const [values, setValues] = useState(empty);
  const { sendsMail, mail, choice } = useLinkByMail();
  const errors = fieldErrors(error);
  const field = (name: keyof typeof values) => ({
    required: true,
    autoComplete: 'off',
    value: values[name],
    error: errors[name],
    onChange: (event: { currentTarget: { value: string } }) => setValues({ ...values, [name]: event.currentTarget.value }),
  });

  const send = () => {
    const { first_name, last_name, email } = values;
    onSubmit({ first_name: first_name.trim(), last_name: last_name.trim(), email: email.trim(), mail });
  };
  return (
    <Form error={error} label={submit} busy={busy} other={other} onSubmit={send} onCancel={onCancel}>
      <Text c="var(--quiet)">{text}</Text>
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
      {choice}
    </Form>
  );
}
