import { useEffect, useRef, type MouseEvent } from 'react';

import type { RemoteScreen, ScreenEvents } from './RemoteScreen';
import type { RfbChannel } from './RfbChannel';
import classes from './viewer.module.css';
import { words } from './words';

// noVNC is large and only this page needs it; it is fetched while the machine is still being called.
export const loadRemoteScreen = () => import('./RemoteScreen');

export interface ScreenProps {
  channel: RfbChannel;
  machineName: string;
  // Read when something happens, so it may be new with every render.
  events: ScreenEvents;
  onScreen(screen: RemoteScreen | undefined): void;
  // The last picture, when the screen goes away after it had one.
  onLastPicture(picture: HTMLCanvasElement): void;
}

// Puts one session's screen on the page. What it should look like is set on the RemoteScreen it hands out.
export function Screen({ channel, machineName, events, onScreen, onLastPicture }: ScreenProps) {
  const target = useRef<HTMLDivElement>(null);
  const latest = useRef({ machineName, events, onScreen, onLastPicture });
  latest.current = { machineName, events, onScreen, onLastPicture };

  useEffect(() => {
    let screen: RemoteScreen | undefined;
    let isLeft = false;
    let isShown = false;
    const begin = async () => {
      const { RemoteScreen } = await loadRemoteScreen();
      if (isLeft || !target.current) return;
      screen = new RemoteScreen(target.current, channel, {
        shown: () => {
          isShown = true;
          latest.current.events.shown();
        },
        failed: () => latest.current.events.failed(),
        resized: (width, height) => latest.current.events.resized(width, height),
        resizable: () => latest.current.events.resizable(),
        clipped: (isClipped) => latest.current.events.clipped(isClipped),
        clipboard: (text) => latest.current.events.clipboard(text),
      });
      describe(screen.canvas, latest.current.machineName);
      latest.current.onScreen(screen);
    };
    begin().catch((error: unknown) => {
      console.error('The screen could not be shown.', error);
      if (!isLeft) latest.current.events.failed();
    });
    return () => {
      isLeft = true;
      if (!screen) return;
      if (isShown) latest.current.onLastPicture(screen.canvas);
      screen.disconnect();
      latest.current.onScreen(undefined);
    };
  }, [channel]);

  return (
    <div
      ref={target}
      className={classes.screen}
      onMouseDown={keepFromNavigating}
      onMouseUp={keepFromNavigating}
      onAuxClick={keepFromNavigating}
    />
  );
}

function describe(canvas: HTMLCanvasElement, machineName: string): void {
  canvas.tabIndex = 0;
  canvas.setAttribute('role', 'application');
  canvas.setAttribute('aria-label', words.screenOf(machineName));
  canvas.setAttribute('aria-describedby', 'viewer-keys-hint');
}

// The back and forward buttons of a mouse belong to the machine, also beside its picture.
function keepFromNavigating(event: MouseEvent): void {
  if (event.button >= 3) event.preventDefault();
}
