import { useEffect, useState } from 'react';

import { ApiError } from '../../api/problem';

// Seconds until the appliance listens again after it said "too many tries"; 0: now.
export function useWait(error: unknown): number {
  const [seconds, setSeconds] = useState(0);

  useEffect(() => {
    const retryAfter = error instanceof ApiError && error.status === 429 ? (error.retryAfter ?? 0) : 0;
    const until = Date.now() + retryAfter * 1000;
    const update = () => setSeconds(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    update();
    if (retryAfter === 0) return undefined;
    const timer = setInterval(update, 500);
    return () => clearInterval(timer);
  }, [error]);

  return seconds;
}
