import { Button, Stack, Title } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';

import classes from './Entry.module.css';
import { EntryLayout } from './EntryLayout';
import { fieldErrors, FormError } from './FormError';
import { NewPasswordInput } from './NewPasswordInput';
import { SHORTEST_PASSWORD } from './passwordStrength';
import { usePageTitle } from './usePageTitle';

interface NewPasswordFormProps {
  title: string;
  text: string;
  // Whose password it is, and what it should not be made of.
  email: string;
  known: readonly string[];
  labels: { email: string; password: string; submit: string };
  busy: boolean;
  error: unknown;
  onSubmit: (password: string) => void;
  // Below the form.
  children?: ReactNode;
}

// The page of a link by which somebody who has no password, or no longer, sets one.
export function NewPasswordForm({ title, text, email, known, labels, busy, error, onSubmit, children }: NewPasswordFormProps) {
  const heading = usePageTitle(title);
  const [password, setPassword] = useState('');
  const [touched, setTouched] = useState(false);
  const tooShort = [...password].length < SHORTEST_PASSWORD;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTouched(true);
    if (!tooShort) onSubmit(password);
  };
  return (
    <EntryLayout>
      <form onSubmit={submit}>
        <Stack gap="lg">
          <div>
            <Title order={1} ref={heading} tabIndex={-1}>
              {title}
            </Title>
            <p className={classes.text}>{text}</p>
          </div>
          <FormError error={error} />
          <dl className={classes.who}>
            <dt>{labels.email}</dt>
            <dd>{email}</dd>
          </dl>
          {/* For password managers, which else would not know whose password it is. */}
          <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />
          <NewPasswordInput
            label={labels.password}
            name="new-password"
            autoFocus
            maxLength={1024}
            value={password}
            onValue={setPassword}
            known={known}
            error={fieldErrors(error).password ?? (touched && tooShort)}
          />
          <Button type="submit" size="md" loading={busy}>
            {labels.submit}
          </Button>
          {children}
        </Stack>
      </form>
    </EntryLayout>
  );
}
