import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';

import { applianceWords } from '../../api/applianceWords';
import { createManyUsers, type ManyUsersRequest } from '../../api/manyUsers';
import type { Line } from './parse';

export type Outcome = 'created' | 'exists' | 'refused' | 'open';

export interface Result extends Line {
  outcome: Outcome;
  reason: string | null;
  link: string | null;
}

export interface Progress {
  results: Result[];
  // Of those that were asked for.
  done: number;
  all: number;
  running: boolean;
  error: unknown;
  // Until when the links are good, as soon as there are any.
  until: string | null;
  options: Options;
}

export type Options = Omit<ManyUsersRequest, 'users'>;

// So many are one request, and wholly done or not at all.
const PIECE = 500;

const asRequest = ({ email, first_name, last_name }: Line) => ({ email, first_name, last_name });

// Creates the users of a list piece by piece; what a piece brought stays, whatever becomes of the next.
export function useProceed() {
  const queryClient = useQueryClient();
  const [progress, setProgress] = useState<Progress | null>(null);
  const stopped = useRef(false);
  useEffect(() => () => void (stopped.current = true), []);

  const run = async (before: Progress) => {
    stopped.current = false;
    let now: Progress = { ...before, running: true, error: null };
    setProgress(now);
    try {
      for (;;) {
        const piece = now.results.flatMap((result, index) => (result.outcome === 'open' ? [index] : [])).slice(0, PIECE);
        if (piece.length === 0 || stopped.current) break;
        const users = piece.flatMap((index) => now.results.slice(index, index + 1)).map(asRequest);
        const answer = await createManyUsers({ ...now.options, users });
        const results = [...now.results];
        piece.forEach((index, place) => {
          const line = results[index];
          const after = answer.results[place];
          if (!line || !after) return;
          const reason = after.reason && applianceWords.said(after.reason);
          results[index] = { ...line, outcome: after.status, reason, link: after.link };
        });
        now = { ...now, results, done: now.done + piece.length, until: answer.link_expires_at };
        setProgress(now);
      }
      setProgress({ ...now, running: false });
    } catch (error) {
      setProgress({ ...now, running: false, error });
    }
    void queryClient.invalidateQueries({ queryKey: ['rights'] });
  };

  const start = (lines: Line[], options: Options) => {
    const results = lines.map((line): Result => ({
      ...line,
      outcome: line.mistake === undefined ? 'open' : 'refused',
      reason: line.mistake ?? null,
      link: null,
    }));
    const all = results.filter(({ outcome }) => outcome === 'open').length;
    void run({ results, done: 0, all, running: true, error: null, until: null, options });
  };
  return {
    progress,
    start,
    goOn: () => progress && void run(progress),
    stop: () => void (stopped.current = true),
    clear: () => setProgress(null),
  };
}
