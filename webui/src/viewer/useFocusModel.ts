import { useEffect, type RefObject } from 'react';

import { keyWords } from './keyWords';
import type { RemoteScreen } from './RemoteScreen';

// Who gets the keys. The canvas has the focus when the screen opens, and then every key goes to the machine, Tab and Esc
// too. So it is in the terminal. One chord is kept back: it leads to the notice that waits for an answer, or else to the bar,
// and from there back to where it was pressed, or from elsewhere to the screen. In both, Esc leads back as well.
export const LEAVE_KEYS = [keyWords.control, keyWords.alt, keyWords.shift, 'M'] as const;

export function isLeaveChord(event: Pick<KeyboardEvent, 'ctrlKey' | 'altKey' | 'shiftKey' | 'code' | 'key'>): boolean {
  const isM = event.code === 'KeyM' || event.key.toLowerCase() === 'm';
  return isM && event.ctrlKey && event.altKey && event.shiftKey;
}

interface Places {
  bar: RefObject<HTMLElement>;
  notice: RefObject<HTMLElement>;
  terminal: RefObject<HTMLElement>;
}

export function useFocusModel(screen: RemoteScreen | undefined, { bar, notice, terminal }: Places): void {
  useEffect(() => {
    if (!screen) return undefined;
    let back: HTMLElement | undefined;
    const goBack = () => {
      if (back?.isConnected) back.focus();
      else screen.focus();
      back = undefined;
    };
    const onKeyDown = (event: KeyboardEvent) => {
      const focused = document.activeElement;
      // Here and not in the bar itself: an open tooltip would keep Esc for itself.
      if (event.key === 'Escape' && (bar.current?.contains(focused) || notice.current?.contains(focused))) goBack();
      if (!isLeaveChord(event)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const isInTerminal = focused instanceof HTMLElement && terminal.current?.contains(focused);
      if (focused !== screen.canvas && !isInTerminal) {
        goBack();
        return;
      }
      back = isInTerminal ? focused : undefined;
      focusFirst(notice.current ?? bar.current);
    };
    const onBlur = () => screen.releaseKeys();
    window.addEventListener('keydown', onKeyDown, true);
    screen.canvas.addEventListener('blur', onBlur);
    return () => {
      window.removeEventListener('keydown', onKeyDown, true);
      screen.canvas.removeEventListener('blur', onBlur);
    };
  }, [screen, bar, notice, terminal]);
}

function focusFirst(place: HTMLElement | null): void {
  place?.querySelector<HTMLElement>('button, a[href]')?.focus();
}
