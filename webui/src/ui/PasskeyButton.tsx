import { Button, Divider } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import type { UseMutationResult } from '@tanstack/react-query';

import { passkeysWork } from '../api/passkeys';
import { words } from './words';

interface PasskeyButtonProps<Data> {
  label: string;
  mutation: UseMutationResult<Data, Error, void>;
  // Before the browser asks: what was refused before is said no longer.
  onAsk: () => void;
  onDone: () => void;
  // What else one can do stands above, not below.
  last?: boolean;
  disabled?: boolean;
}

// The other way to show who one is; nothing where the browser has no passkeys.
export function PasskeyButton<Data>({ label, mutation, onAsk, onDone, last = false, disabled = false }: PasskeyButtonProps<Data>) {
  if (!passkeysWork()) return null;
  const or = <Divider label={words.or} />;
  return (
    <>
      {last && or}
      <Button
        variant={last ? 'default' : 'filled'}
        size="md"
        leftSection={<IconKey size={20} aria-hidden />}
        loading={mutation.isPending}
        disabled={disabled}
        onClick={() => {
          onAsk();
          mutation.mutate(undefined, { onSuccess: onDone });
        }}
      >
        {label}
      </Button>
      {!last && or}
    </>
  );
}
