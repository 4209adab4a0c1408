import { Button, CloseButton } from '@mantine/core';
import { useEffect, useState } from 'react';

import { leaveFocusAtHeading } from './leaveFocusAtHeading';
import classes from './Toasts.module.css';
import { words } from './words';

export interface Said {
  id: number;
  text: string;
  bad: boolean;
  undo?: (() => void) | undefined;
}

const lastsMs = ({ bad, undo }: Said): number => (bad ? 12_000 : undo ? 10_000 : 6_000);

// Stays as long as somebody points at it or has the focus in it.
export function Toast({ said, onGone }: { said: Said; onGone: (id: number) => void }) {
  const [held, setHeld] = useState({ pointer: false, focus: false });
  const isHeld = held.pointer || held.focus;
  useEffect(() => {
    if (isHeld) return undefined;
    const timer = setTimeout(() => onGone(said.id), lastsMs(said));
    return () => clearTimeout(timer);
  }, [isHeld, said, onGone]);
  useEffect(() => leaveFocusAtHeading, []);
  return (
    <div
      className={`${classes.toast} ${said.bad ? classes.bad : ''}`}
      onPointerEnter={() => setHeld((now) => ({ ...now, pointer: true }))}
      onPointerLeave={() => setHeld((now) => ({ ...now, pointer: false }))}
      onFocus={() => setHeld((now) => ({ ...now, focus: true }))}
      onBlur={() => setHeld((now) => ({ ...now, focus: false }))}
    >
      <span>{said.text}</span>
      {said.undo && (
        <Button
          variant="outline"
          size="xs"
          className={classes.undo ?? ''}
          onClick={() => {
            onGone(said.id);
            said.undo?.();
          }}
        >
          {words.undo}
        </Button>
      )}
      <CloseButton variant="transparent" aria-label={words.dismiss} onClick={() => onGone(said.id)} />
    </div>
  );
}
