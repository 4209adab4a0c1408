import { PasswordInput, Text, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';

import { registerAsker } from '../api/confirmation';
import { useConfirmByPasskey } from '../api/passkeys';
import { PasskeyError } from '../api/problem';
import { useConfirmIdentity, useSecondFactor } from '../api/secondFactor';
import { Dialog } from '../ui/Dialog';
import { Form } from '../ui/Form';
import { fieldErrors } from '../ui/FormError';
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
      <IdentityForm onDone={() => close(true)} onCancel={() => close(false)} />
    </Dialog>
  );
}

function IdentityForm({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) {
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
  const submit = () => {
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
    <Form
      error={confirm.error ?? (refused ? new PasskeyError(refused) : byPasskey.error)}
      label={words.confirm.action}
      busy={confirm.isPending}
      onSubmit={submit}
      onCancel={onCancel}
    >
      <Text>{words.confirm.text}</Text>
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
    </Form>
  );
}
