import { useQueryClient } from '@tanstack/react-query';

import type { Machine } from '../../api/client';
import { removeClient } from '../../api/mutations';
import { messageFor } from '../../api/problem';
import { calledExactly } from '../../ui/address';
import { useTell } from '../../ui/Toasts';
import { usePieces } from '../../ui/usePieces';
import { words } from './words';

export interface Removal {
  id: string;
  name: string;
  outcome: 'open' | 'removed' | 'refused';
  reason: string;
}

const isRefused = ({ outcome }: Removal): boolean => outcome === 'refused';

// Each is a request of its own, with its own line in the audit log; one that is refused stops none of the others.
async function remove({ id }: Removal): Promise<Partial<Removal>> {
  try {
    await removeClient(id);
    return { outcome: 'removed' };
  } catch (error) {
    return { outcome: 'refused', reason: messageFor(error) };
  }
}

// Removes machines one after the other, and says how many are gone. What was refused is kept until it is forgotten.
export function useRemoval(onEnd: () => void) {
  const queryClient = useQueryClient();
  const tell = useTell();
  const { progress, ...pieces } = usePieces<Removal>({
    size: 1,
    onEnd: (results) => {
      void queryClient.invalidateQueries({ queryKey: ['clients'] });
      const removed = results.filter(({ outcome }) => outcome === 'removed').length;
      if (removed > 0) tell.done(words.many.removed(removed));
      if (!results.some(isRefused)) pieces.clear();
      onEnd();
    },
  });
  const running = progress?.running ?? false;
  const refused = progress?.results.filter(isRefused) ?? [];

  const start = (machines: readonly Machine[]) => {
    const results = machines.map((machine): Removal => ({ id: machine.id, name: calledExactly(machine), outcome: 'open', reason: '' }));
    pieces.start(results, (piece) => Promise.all(piece.map(remove)));
  };
  return { running: running ? progress : null, refused: running ? [] : refused, start, forget: pieces.clear };
}
