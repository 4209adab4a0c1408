import { PasswordInput } from '@mantine/core';
import { useState } from 'react';

import { useChangePassword } from '../../api/mutations';
import { useCurrentUser } from '../../app/CurrentUser';
import { Card } from '../../ui/Card';
import { Form } from '../../ui/Form';
import { fieldErrors } from '../../ui/FormError';
import { NewPasswordInput, showPassword } from '../../ui/NewPasswordInput';
import { SHORTEST_PASSWORD } from '../../ui/passwordStrength';
import { useTell } from '../../ui/Toasts';
import classes from './ProfilePage.module.css';
import { words } from './words';

export function ChangePassword() {
  const { user, organization } = useCurrentUser();
  const change = useChangePassword();
  const tell = useTell();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [touched, setTouched] = useState(false);
  const tooShort = [...next].length < SHORTEST_PASSWORD;
  const errors = fieldErrors(change.error);

  const submit = () => {
    setTouched(true);
    if (tooShort) return;
    change.mutate(
      { current_password: current, new_password: next },
      {
        onSuccess: () => {
          setCurrent('');
          setNext('');
          setTouched(false);
          tell.done(words.changed);
        },
      },
    );
  };

  return (
    <Card title={words.password}>
      <p className={classes.hint}>{words.passwordText}</p>
      <Form error={change.error} label={words.change} busy={change.isPending} onSubmit={submit}>
        {/* Tells password managers whose password this is. */}
        <input type="hidden" name="username" autoComplete="username" value={user.email} readOnly />
        <PasswordInput
          {...showPassword}
          label={words.current}
          required
          autoComplete="current-password"
          maxLength={1024}
          value={current}
          error={errors.current_password}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <NewPasswordInput
          label={words.next}
          value={next}
          onValue={setNext}
          known={[user.first_name, user.last_name, user.email, organization.name]}
          error={errors.new_password ?? (touched && tooShort)}
          maxLength={1024}
        />
      </Form>
    </Card>
  );
}
