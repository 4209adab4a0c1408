import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { leaveFocusAtHeading } from './leaveFocusAtHeading';
import { type Undo, useTell } from './Toasts';

interface UndoableActionProps<Argument> {
  // What one presses; to be called when it is pressed.
  button: (act: () => void, busy: boolean) => ReactNode;
  mutation: UseMutationResult<unknown, Error, Argument>;
  argument: Argument;
  // Said when it was done, with a way back.
  done: string;
  undo: Undo;
}

// A button that does it at once, because it can be taken back. AskedAction is for what can't.
export function UndoableAction<Argument>({ button, mutation, argument, done, undo }: UndoableActionProps<Argument>) {
  const tell = useTell();
  // Also when this is not there any more at the end, because what it was about is gone.
  const act = async () => {
    try {
      await mutation.mutateAsync(argument);
      tell.done(done, undo);
      setTimeout(leaveFocusAtHeading, 10); // the button goes, perhaps with the focus
    } catch (error) {
      tell.failed(error);
    }
  };
  return button(() => void act(), mutation.isPending);
}
