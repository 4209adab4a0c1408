import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';

import type { ViewerSettings } from './settings';
import type { SoundChannel } from './sound/SoundChannel';
import { whyNoSound, type WithoutSound } from './sound/SoundDecoder';
import { SoundPlayer, type PlayerState, type SoundFigures } from './sound/SoundPlayer';

// `missing`: the machine has no output to be heard just now.
export type SoundState = 'off' | PlayerState | 'missing';

export interface SoundControls {
  // Without it there is nothing to control.
  isPermitted: boolean;
  state: SoundState;
  // Why this browser can't play it at all.
  without: WithoutSound | undefined;
  // Turns it on or off, or starts what the browser held back until somebody clicks.
  press(): void;
  figures(): SoundFigures | undefined;
}

const ACTS = ['pointerdown', 'keydown'] as const;
// The button does by itself what a click anywhere else does.
export const SOUND_BUTTON = 'data-sound';

interface Use {
  channel: SoundChannel | undefined;
  isPermitted: boolean;
  settings: ViewerSettings;
  changeSettings(change: Partial<ViewerSettings>): void;
}

// The machine's sound in the session that is open: on, unless somebody turned it off here.
export function useSound({ channel, isPermitted, settings, changeSettings }: Use): SoundControls {
  const player = useRef<SoundPlayer>();
  const [played, setPlayed] = useState<PlayerState>('starting');
  const without = whyNoSound();
  const { sound: isWanted, volume } = settings;
  const initialVolume = useRef(volume);
  initialVolume.current = volume;
  const plays = isWanted && isPermitted && without === undefined ? channel : undefined;

  const subscribe = useCallback((listener: () => void) => plays?.subscribe(listener) ?? (() => {}), [plays]);
  const machine = useSyncExternalStore(subscribe, () => plays?.getSnapshot());

  useEffect(() => {
    if (!plays) return;
    setPlayed('starting');
    let made: SoundPlayer;
    try {
      made = new SoundPlayer(plays, initialVolume.current, setPlayed);
    } catch (error) {
      console.error('The sound could not be played.', error);
      setPlayed('failed');
      return;
    }
    player.current = made;
    const acted = (event: Event) => {
      const isButton = event.target instanceof Element && event.target.closest(`[${SOUND_BUTTON}]`);
      if (!isButton) made.resume();
    };
    for (const act of ACTS) window.addEventListener(act, acted, { capture: true });
    return () => {
      for (const act of ACTS) window.removeEventListener(act, acted, { capture: true });
      made.close();
      player.current = undefined;
    };
  }, [plays]);

  useEffect(() => player.current?.setVolume(volume), [volume]);

  let state: SoundState = 'off';
  if (plays) state = played === 'playing' && machine === 'missing' ? 'missing' : played;
  return {
    isPermitted,
    state,
    without,
    press: () => {
      if (state === 'blocked') player.current?.resume();
      else changeSettings({ sound: !isWanted });
    },
    figures: useCallback(() => player.current?.figures, []),
  };
}
