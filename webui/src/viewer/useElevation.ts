import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';

import { useTell } from '../ui/Toasts';
import type { Elevation, ElevationNow, TerminalAction, TerminalEnd } from './Elevation';
import { elevationWords as words } from './elevationWords';

// What is asked before it begins.
export type ElevationDialog = 'request' | Exclude<TerminalAction, 'shell'>;

// What the terminal's panel shows: a program that runs as administrator, and what it left behind.
export interface Job {
  key: number;
  elevation: Elevation;
  action: TerminalAction;
  argument: string;
  // `unloadable`: this page could not fetch the terminal.
  end: TerminalEnd | 'unloadable' | undefined;
}

export interface ElevationControls {
  now: ElevationNow;
  dialog: ElevationDialog | undefined;
  show(dialog: ElevationDialog | undefined): void;
  askPerson(): void;
  transmit(user: string, password: string): void;
  giveBack(): void;
  job: Job | undefined;
  start(action: TerminalAction, argument?: string): void;
  ended(key: number, end: NonNullable<Job['end']>): void;
  // Ends what still runs.
  closeJob(): void;
}

const NONE: ElevationNow = { state: 'off', why: 'none', from: 0 };

// Administrator's rights in the session that is open, and what is done with them. `elevation`: of that session.
export function useElevation(elevation: Elevation | undefined): ElevationControls {
  const subscribe = useCallback((listener: () => void) => elevation?.subscribe(listener) ?? (() => {}), [elevation]);
  const now = useSyncExternalStore(subscribe, () => elevation?.getSnapshot() ?? NONE);
  const [dialog, show] = useState<ElevationDialog>();
  const [job, setJob] = useState<Job>();
  const keys = useRef(0);

  useEffect(() => show(undefined), [elevation]);
  const isOver = elevation?.isOver;
  useEffect(() => {
    // Nothing is left to be read of a restart that came about.
    if (isOver) setJob((last) => (last?.action === 'restart_machine' && isAsItShould(last.end) ? undefined : last));
  }, [isOver]);
  useTold(now, elevation, dialog === 'request');

  return {
    now,
    dialog,
    show,
    askPerson: () => elevation?.askPerson(),
    transmit: (user, password) => elevation?.transmit(user, password),
    giveBack: () => elevation?.giveBack(),
    job,
    start: (action, argument = '') => {
      if (elevation) setJob({ key: ++keys.current, elevation, action, argument, end: undefined });
    },
    ended: (key, end) => setJob((last) => (last?.key === key ? { ...last, end } : last)),
    closeJob: () => setJob(undefined),
  };
}

// Of a restart. The session may end before the program that asks for it.
const isAsItShould = (end: Job['end']) => end === 0 || end === 'session' || end === undefined;

// Says what changed where no dialog shows it.
function useTold(now: ElevationNow, elevation: Elevation | undefined, isShown: boolean): void {
  const tell = useTell();
  const last = useRef({ now, elevation });
  useEffect(() => {
    const before = last.current;
    last.current = { now, elevation };
    if (!elevation || elevation.isOver || before.elevation !== elevation || before.now.state === now.state || isShown) return;
    if (now.state === 'on') tell.done(words.granted);
    else if (now.state === 'off' && (now.why !== 'none' || before.now.state === 'on')) tell.done(words.whys[now.why]);
  }, [now, elevation, isShown, tell]);
}
