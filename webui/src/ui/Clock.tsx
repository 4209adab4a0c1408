import { useSyncExternalStore } from 'react';

import { formatAgo, formatClock, formatDateTime, formatExactly } from './format';

// One timer for all that ticks on a page, and none while nothing does.
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    listeners.forEach((each) => each());
  }, 1000);
  now = Date.now();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

export function Ago({ iso }: { iso: string }) {
  const current = useNow();
  return (
    <time dateTime={iso} title={formatExactly(iso)}>
      {formatAgo(iso, current)}
    </time>
  );
}

export function When({ iso }: { iso: string }) {
  return (
    <time dateTime={iso} title={formatExactly(iso)}>
      {formatDateTime(iso, Date.now())}
    </time>
  );
}

// From `from` to `to`, or ticking when that is still open.
export function Elapsed({ from, to }: { from: string; to: string | null }) {
  return to === null ? <Ticking from={from} /> : <>{formatClock((Date.parse(to) - Date.parse(from)) / 1000)}</>;
}

function Ticking({ from }: { from: string }) {
  const current = useNow();
  return <>{formatClock((current - Date.parse(from)) / 1000)}</>;
}
