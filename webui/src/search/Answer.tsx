import { Button, VisuallyHidden } from '@mantine/core';

import classes from './Palette.module.css';
import { words } from './words';

interface AnswerProps {
  typed: string; // '': nothing is looked for
  count: number;
  busy: boolean;
  failed: readonly string[]; // the lists that gave no answer
  onRetry: () => void;
}

// What is said below the list, or in its place.
export function Answer({ typed, count, busy, failed, onRetry }: AnswerProps) {
  const nothing = typed !== '' && count === 0 && !busy && failed.length === 0;
  return (
    <>
      {failed.length > 0 && (
        <div role="alert" className={classes.failed}>
          <span>{words.failed(failed.join(', '))}</span>
          <Button variant="default" size="xs" onClick={onRetry}>
            {words.tryAgain}
          </Button>
        </div>
      )}
      <div role="status">
        {busy && count === 0 && <p className={classes.said}>{words.searching}</p>}
        {nothing && (
          <div className={classes.said}>
            <p className={classes.nothing}>{words.nothing(typed)}</p>
            <p>{words.nothingText}</p>
          </div>
        )}
        {typed !== '' && count > 0 && !busy && <VisuallyHidden>{words.found(count)}</VisuallyHidden>}
      </div>
    </>
  );
}
