import { useEffect, useState } from 'react';

// Chromium only, and only in full screen: keys that the system would take (Alt+Tab, Super, Esc) reach the page.
interface KeyboardLock {
  lock?(): Promise<void>;
  unlock?(): void;
}

const keyboard = (navigator as Navigator & { keyboard?: KeyboardLock }).keyboard;

export interface FullScreen {
  isPossible: boolean;
  isOn: boolean;
  toggle(): void;
}

export function useFullScreen(): FullScreen {
  const [isOn, setOn] = useState(() => document.fullscreenElement !== null);

  useEffect(() => {
    const changed = () => {
      const isNow = document.fullscreenElement !== null;
      setOn(isNow);
      if (isNow) keyboard?.lock?.().catch(() => {}); // refused: those keys stay with the system
      else keyboard?.unlock?.();
    };
    document.addEventListener('fullscreenchange', changed);
    return () => {
      document.removeEventListener('fullscreenchange', changed);
      if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    };
  }, []);

  const toggle = () => {
    // The whole document, not the screen alone: menus and dialogs hang on its body.
    const change = document.fullscreenElement
      ? document.exitFullscreen()
      : document.documentElement.requestFullscreen({ navigationUI: 'hide' });
    change.catch(() => {}); // refused by the browser: it stays as it is, which the button shows
  };
  return { isPossible: document.fullscreenEnabled === true, isOn, toggle };
}
