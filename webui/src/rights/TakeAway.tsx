import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import type { Given } from '../api/peopleMutations';
import { AskedAction } from '../ui/AskedAction';
import { UndoableAction } from '../ui/UndoableAction';

interface TakeAwayProps {
  button: (act: () => void, busy: boolean) => ReactNode;
  // Asks before, because whoever does it can't take it back.
  asks: boolean;
  title: string;
  text: string;
  action: string;
  // With its end date, which comes back with it.
  item: { id: string; expires_at: string | null };
  take: UseMutationResult<unknown, Error, string>;
  give: UseMutationResult<unknown, Error, Given>;
  done: string;
}

// Takes from somebody what they were given.
export function TakeAway({ button, asks, title, text, action, item, take, give, done }: TakeAwayProps) {
  const common = { mutation: take, argument: item.id, done };
  if (!asks) {
    return <UndoableAction {...common} button={button} undo={() => give.mutateAsync({ id: item.id, until: item.expires_at })} />;
  }
  return (
    <AskedAction {...common} button={(ask) => button(ask, false)} title={title} action={action}>
      {text}
    </AskedAction>
  );
}
