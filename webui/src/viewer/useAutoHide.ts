import { useEffect, useState } from 'react';

const AWAY_AFTER_MS = 2500;
// The pointer at this distance from the top calls the bar back.
const EDGE_PX = 3;

export interface AutoHide {
  isAway: boolean;
  show(): void;
  handlers: {
    onPointerEnter(): void;
    onPointerLeave(): void;
    onFocus(): void;
    onBlur(): void;
  };
}

// Moves the bar out of the way in full screen, unless it is in use: under the pointer, with the focus, or with `isBusy`.
export function useAutoHide(isFullScreen: boolean, isBusy: boolean): AutoHide {
  const [isTouched, setTouched] = useState(false);
  const [isFocused, setFocused] = useState(false);
  // Counts calls for the bar; each starts the wait anew.
  const [calls, setCalls] = useState(0);
  const [isAway, setAway] = useState(false);
  const isInUse = !isFullScreen || isBusy || isTouched || isFocused;

  useEffect(() => {
    setAway(false);
    if (isInUse) return undefined;
    const timer = setTimeout(() => setAway(true), AWAY_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isInUse, calls]);

  useEffect(() => {
    if (!isFullScreen) return undefined;
    const onMove = (event: PointerEvent) => {
      if (event.pointerType === 'mouse' && event.buttons === 0 && event.clientY <= EDGE_PX) setCalls((n) => n + 1);
    };
    // While it is captured: the screen keeps pointer events to itself.
    window.addEventListener('pointermove', onMove, true);
    return () => window.removeEventListener('pointermove', onMove, true);
  }, [isFullScreen]);

  return {
    isAway,
    show: () => setCalls((n) => n + 1),
    handlers: {
      onPointerEnter: () => setTouched(true),
      onPointerLeave: () => setTouched(false),
      onFocus: () => setFocused(true),
      onBlur: () => setFocused(false),
    },
  };
}
