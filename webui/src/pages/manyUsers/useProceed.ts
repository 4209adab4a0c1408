import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { applianceWords } from '../../api/applianceWords';
import { createManyUsers, type ManyUsersRequest } from '../../api/manyUsers';
import { usePieces } from '../../ui/usePieces';
import type { Line } from './parse';

export type Outcome = 'created' | 'exists' | 'refused' | 'open';

export interface Result extends Line {
  outcome: Outcome;
  reason: string | null;
  link: string | null;
}

export type Options = Omit<ManyUsersRequest, 'users'>;

const PIECE = 500;

const asRequest = ({ email, first_name, last_name }: Line) => ({ email, first_name, last_name });

// Creates the users of a list. `until`: when the links are good no more, as soon as there are any.
export function useProceed() {
  const queryClient = useQueryClient();
  const [until, setUntil] = useState<string | null>(null);
  const pieces = usePieces<Result>({ size: PIECE, onEnd: () => void queryClient.invalidateQueries({ queryKey: ['rights'] }) });

  const start = (lines: Line[], options: Options) => {
    const results = lines.map((line): Result => ({
      ...line,
      outcome: line.mistake === undefined ? 'open' : 'refused',
      reason: line.mistake ?? null,
      link: null,
    }));
    pieces.start(results, async (piece) => {
      const answer = await createManyUsers({ ...options, users: piece.map(asRequest) });
      setUntil(answer.link_expires_at);
      return answer.results.map(({ status, reason, link }) => ({ outcome: status, reason: reason && applianceWords.said(reason), link }));
    });
  };
  return { ...pieces, until, start };
}
