import { useDisclosure } from '@mantine/hooks';
import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { Confirm } from './Confirm';
import { useTell } from './Toasts';

interface AskedActionProps<Argument> {
  // What one presses first; to be called when it is pressed.
  button: (ask: () => void) => ReactNode;
  title: string;
  // The question's text.
  children: ReactNode;
  // What the button that does it says.
  action: string;
  // Wants this name typed first: Confirm.
  typed?: string | undefined;
  // Nothing is taken away by it.
  harmless?: boolean;
  mutation: UseMutationResult<unknown, Error, Argument>;
  argument: Argument;
  // Said when it was done.
  done: string;
  onDone?: () => void;
}

// A button, the question whether one really wants to, the deed, and a word about how it went.
export function AskedAction<Argument>({ button, mutation, argument, done, onDone, ...question }: AskedActionProps<Argument>) {
  const [asking, ask] = useDisclosure(false);
  const tell = useTell();
  // Also when this is not there any more at the end, because what it was about is gone.
  const confirm = async () => {
    try {
      await mutation.mutateAsync(argument);
      tell.done(done);
      onDone?.();
    } catch (error) {
      tell.failed(error);
    }
    ask.close();
  };
  return (
    <>
      {button(ask.open)}
      <Confirm {...question} opened={asking} busy={mutation.isPending} onConfirm={() => void confirm()} onCancel={ask.close} />
    </>
  );
}
