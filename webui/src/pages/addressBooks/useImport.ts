import { useQueryClient } from '@tanstack/react-query';

import { bookTopic, type BookId, importEntries } from '../../api/addressBooks';
import { applianceWords } from '../../api/applianceWords';
import { usePieces } from '../../ui/usePieces';
import type { Line } from './parse';
import type { Outcome } from './words';

export type Existing = 'keep' | 'change';

export interface Result extends Line {
  outcome: Outcome;
  reason: string | null;
}

// As many, and as much, as one request may hold.
const PIECE = 1000;
const MOST_BYTES = 600_000;

const asRequest = ({ nickname, address, comment, tags }: Line) => ({
  nickname,
  address,
  ...(comment !== undefined && { comment }),
  ...(tags !== undefined && { tags }),
});

const fits = (piece: Line[]) => new TextEncoder().encode(JSON.stringify(piece.map(asRequest))).length <= MOST_BYTES;

export function useImport(book: BookId) {
  const queryClient = useQueryClient();
  const pieces = usePieces<Result>({
    size: PIECE,
    fits,
    onEnd: () => void queryClient.invalidateQueries({ queryKey: [bookTopic(book)] }),
  });
  const start = (lines: Line[], existing: Existing) => {
    const results = lines.map((line): Result => ({
      ...line,
      outcome: line.mistake === undefined ? 'open' : 'refused',
      reason: line.mistake ?? null,
    }));
    pieces.start(results, async (piece) => {
      const answer = await importEntries(book, { entries: piece.map(asRequest), existing });
      return answer.results.map(({ status, reason }) => ({ outcome: status, reason: reason && applianceWords.said(reason) }));
    });
  };
  return { ...pieces, start };
}
