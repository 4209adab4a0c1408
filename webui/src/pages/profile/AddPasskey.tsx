import { Text, TextInput } from '@mantine/core';
import { useState } from 'react';

import { passkeysWork, useAddPasskey } from '../../api/passkeys';
import { useSecondFactor } from '../../api/secondFactor';
import { Form } from '../../ui/Form';
import { fieldErrors } from '../../ui/FormError';
import { useTell } from '../../ui/Toasts';
import { passkeyWords as words } from './passkeyWords';

interface AddPasskeyProps {
  // With the recovery codes that came with the first factor; else none.
  onAdded: (recoveryCodes: string[]) => void;
  onCancel: () => void;
  onBegun?: (() => void) | undefined;
}

export function AddPasskey({ onAdded, onCancel, onBegun }: AddPasskeyProps) {
  const add = useAddPasskey();
  const tell = useTell();
  const [name, setName] = useState('');
  const submit = async () => {
    onBegun?.();
    try {
      const made = await add.mutateAsync(name.trim());
      tell.done(words.added(made.passkey.name));
      onAdded(made.recovery_codes);
    } catch {
      // said by the form
    }
  };
  return (
    <Form error={add.error} label={words.create} busy={add.isPending} onSubmit={submit} onCancel={onCancel}>
      <Text>{words.addText}</Text>
      <TextInput
        label={words.name}
        description={words.nameHelp}
        required
        autoFocus
        maxLength={60}
        value={name}
        error={fieldErrors(add.error).name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </Form>
  );
}

// Why none can be added here and now; nothing: one can.
export function useNoPasskeys(): string | undefined {
  const state = useSecondFactor();
  if (state.data && !state.data.passkeys_here) return words.noName;
  return passkeysWork() ? undefined : words.noBrowser;
}
