import { Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';

import { registerAsker } from '../api/confirmation';
import { useConfirmByPasskey } from '../api/passkeys';
import { PasskeyError } from '../api/problem';
import { useConfirmIdentity, useSecondFactor } from '../api/secondFactor';
import { Dialog } from '../ui/Dialog';
import { fieldErrors, FormError } from '../ui/FormError';
import { showPassword } from '../ui/NewPasswordInput';
import { PasskeyButton } from '../ui/PasskeyButton';
import { useCurrentUser } from './CurrentUser';
import { words } from './words';

// Asks who is there when the appliance wants to see it (api/confirmation.ts). What was asked for goes on by itself then.
export function ConfirmIdentity() {
  const [answer, setAnswer] = useState<((yes: boolean) => void) | null>(null);
  useEffect(() => {
    registerAsker(() => new Promise((resolve) => setAnswer(() => resolve)));
    return () => registerAsker(undefined);
  }, []);
  useEffect(() => () => answer?.(false), [answer]); // a promise that is kept takes no second word
  const close = (yes: boolean) => {
    answer?.(yes);
    setAnswer(null);
  };
  return (
    <Dialog opened={answer !== null} title={words.confirm.title} onClose={() => close(false)} above>
      <Form onDone={() => close(true)} onCancel={() => close(false)} />
    </Dialog>
  );
}

function Form({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) {
  const { user, second_factor: byCode } = useCurrentUser();
  const confirm = useConfirmIdentity();
  const byPasskey = useConfirmByPasskey();
  // Who may not look at their factors may still have a passkey.
  const factor = useSecondFactor();
  const passkeys = byCode && (factor.data?.passkeys.some(({ here }) => here) ?? factor.isError);
  const devices = factor.data?.devices.length !== 0;
  const [shown, setShown] = useState('');
  const errors = fieldErrors(confirm.error);
  const refused = fieldErrors(byPasskey.error).passkey;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation(); // this stands, for React, inside the form that asked
    byPasskey.reset();
    confirm.mutate(byCode ? { code: shown.trim() } : { password: shown }, { onSuccess: onDone });
  };
  const common = {
    required: true,
    'data-autofocus': true,
    value: shown,
    onChange: (event: { currentTarget: HTMLInputElement }) => setShown(event.currentTarget.value),
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text>{words.confirm.text}</Text>
        <FormError error={confirm.error ?? (refused ? new PasskeyError(refused) : byPasskey.error)} />
        {passkeys && (
          <PasskeyButton
            label={words.confirm.passkey}
            mutation={byPasskey}
            onAsk={confirm.reset}
            onDone={onDone}
          />
        )}
        {byCode ? (
          <TextInput
            {...common}
            label={devices ? words.confirm.code : words.confirm.recoveryCode}
            description={devices ? words.confirm.codeHelp : words.confirm.recoveryCodeHelp}
            autoComplete="one-time-code"
            spellCheck={false}
            maxLength={64}
            error={errors.code}
          />
        ) : (
          <>
            {/* Tells password managers whose password this is. */}
            <input type="hidden" name="username" autoComplete="username" value={user.email} readOnly />
            <PasswordInput
              {...common}
              {...showPassword}
              label={words.confirm.password}
              autoComplete="current-password"
              maxLength={1024}
              error={errors.password}
            />
          </>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {words.confirm.cancel}
          </Button>
          <Button type="submit" loading={confirm.isPending}>
            {words.confirm.action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
