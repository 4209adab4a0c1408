import { useState, type KeyboardEvent, type PointerEvent, type RefObject } from 'react';

import { terminalWords as words } from './terminalWords';
import classes from './terminal.module.css';

// Percent of the room below the bar.
const LEAST = 20;
const MOST = 85;
const STEP = 5;

// The upper edge of the terminal, to be drawn with the pointer or moved with the arrow keys.
export function TerminalHeight({ panel }: { panel: RefObject<HTMLElement> }) {
  const [height, setHeight] = useState(50);
  const change = (wanted: number) => {
    const next = Math.round(Math.min(MOST, Math.max(LEAST, wanted)));
    setHeight(next);
    panel.current?.style.setProperty('--terminal-height', `${next}%`);
  };
  const onMove = (event: PointerEvent) => {
    const room = panel.current?.parentElement?.getBoundingClientRect();
    if (event.buttons === 1 && room) change(((room.bottom - event.clientY) / room.height) * 100);
  };
  const onKey = (event: KeyboardEvent) => {
    const next = { ArrowUp: height + STEP, ArrowDown: height - STEP, Home: LEAST, End: MOST }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    change(next);
  };
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="horizontal"
      aria-label={words.height}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      aria-valuenow={height}
      className={classes.edge}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onMove}
      onKeyDown={onKey}
    />
  );
}
