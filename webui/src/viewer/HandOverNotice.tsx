import { VisuallyHidden } from '@mantine/core';
import { forwardRef, useEffect, useState } from 'react';

import type { Controls } from './controls';
import { handOverWords as words } from './handOverWords';
import classes from './handOver.module.css';
import notices from './notices.module.css';
import { useSecondsUntil } from './useSecondsUntil';
import { LEAVE_KEYS } from './useFocusModel';

// While somebody waits for the controls that this viewer has. It leaves the keyboard where it is.
export const HandOverNotice = forwardRef<HTMLDivElement, { controls: Controls }>(function HandOverNotice({ controls }, ref) {
  const { handOver, screen } = controls;
  const { asking, armedAt, until } = handOver.now;
  const isArmed = useIsPast(armedAt);
  const seconds = useSecondsUntil(asking ? until : undefined) ?? 0;
  const answer = (how: () => void) => () => {
    if (!isArmed) return;
    how();
    screen?.focus();
  };
  return (
    <>
      <VisuallyHidden role="alert">{asking && `${words.asks(asking)}. ${words.asksText(LEAVE_KEYS.join(' + '))}`}</VisuallyHidden>
      {asking && (
        <div ref={ref} className={`${notices.notice} ${classes.notice}`} role="group" aria-label={words.asks(asking)}>
          <div className={classes.words}>
            <strong className={classes.text}>{words.asks(asking)}</strong>
            <span>{words.goOver(seconds)}</span>
          </div>
          <button type="button" className={classes.button} data-first aria-disabled={!isArmed} onClick={answer(handOver.give)}>
            {words.give}
          </button>
          <button type="button" className={classes.button} aria-disabled={!isArmed} onClick={answer(handOver.keep)}>
            {words.keep}
          </button>
        </div>
      )}
    </>
  );
});

function useIsPast(at: number): boolean {
  const [past, setPast] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => setPast(at), Math.max(0, at - Date.now()));
    return () => clearTimeout(timer);
  }, [at]);
  return past === at;
}
