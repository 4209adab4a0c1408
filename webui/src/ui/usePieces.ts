import { useEffect, useRef, useState } from 'react';

// Of lines that are worked off piece by piece: what became of each. 'open': nothing yet.
export interface Pieces<Result> {
  results: Result[];
  // Of those that were asked for.
  done: number;
  all: number;
  running: boolean;
  error: unknown;
}

type Send<Result> = (piece: Result[]) => Promise<Partial<Result>[]>;

interface Sizes<Result> {
  // So many are one request at most, and wholly done or not at all.
  size: number;
  // Else fewer are.
  fits?: (piece: Result[]) => boolean;
  // With what became of each so far, also when a piece failed.
  onEnd: (results: Result[]) => void;
}

// What a piece brought stays, whatever becomes of the next.
export function usePieces<Result extends { outcome: string }>({ size, fits = () => true, onEnd }: Sizes<Result>) {
  const [progress, setProgress] = useState<Pieces<Result> | null>(null);
  const sending = useRef<Send<Result>>();
  const stopped = useRef(false);
  useEffect(() => () => void (stopped.current = true), []);

  const run = async (before: Pieces<Result>) => {
    stopped.current = false;
    let now: Pieces<Result> = { ...before, running: true, error: null };
    setProgress(now);
    try {
      for (;;) {
        let piece = now.results.flatMap((result, index) => (result.outcome === 'open' ? [index] : [])).slice(0, size);
        const lines = () => piece.flatMap((index) => now.results.slice(index, index + 1));
        while (piece.length > 1 && !fits(lines())) piece = piece.slice(0, piece.length / 2);
        if (piece.length === 0 || stopped.current) break;
        const answers = await sending.current?.(lines());
        const results = [...now.results];
        piece.forEach((index, place) => {
          const line = results[index];
          const after = answers?.[place];
          if (line && after) results[index] = { ...line, ...after };
        });
        now = { ...now, results, done: now.done + piece.length };
        setProgress(now);
      }
      setProgress({ ...now, running: false });
    } catch (error) {
      setProgress({ ...now, running: false, error });
    }
    onEnd(now.results);
  };

  const start = (results: Result[], send: Send<Result>) => {
    sending.current = send;
    const all = results.filter(({ outcome }) => outcome === 'open').length;
    void run({ results, done: 0, all, running: true, error: null });
  };
  return {
    progress,
    start,
    goOn: () => progress && void run(progress),
    stop: () => void (stopped.current = true),
    clear: () => setProgress(null),
  };
}
