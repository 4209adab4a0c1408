import { useComputedColorScheme } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconClipboardText, IconCopy, IconTerminal2, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState, type RefObject } from 'react';

import { useTell } from '../ui/Toasts';
import { BarButton } from './BarButton';
import { hasGoneWrong, jobEndWords } from './jobEndWords';
import type { TerminalScreen } from './TerminalScreen';
import { TerminalKeys } from './TerminalKeys';
import { TerminalHeight } from './TerminalHeight';
import { terminalWords as words } from './terminalWords';
import type { Job } from './useElevation';
import { LEAVE_KEYS } from './useFocusModel';
import { useVisibleArea } from './useVisibleArea';
import classes from './terminal.module.css';

// xterm.js is large, and only an administrator needs it.
const loadTerminalScreen = () => import('./TerminalScreen');

const ICON = 18;

interface TerminalPanelProps {
  job: Job;
  panel: RefObject<HTMLElement>;
  onEnded(end: NonNullable<Job['end']>): void;
  onClose(): void;
}

// One program at the machine, below its screen; on a phone in front of it. What it left stays to be read until it is closed.
export function TerminalPanel({ job, panel, onEnded, onClose }: TerminalPanelProps) {
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false }) === true;
  const tell = useTell();
  const target = useRef<HTMLDivElement>(null);
  const [hasSelection, setSelection] = useState(false);
  const screen = useTerminal(job, target, setSelection, onEnded);
  const isOver = job.end !== undefined;
  useVisibleArea(panel, isNarrow);

  const paste = () => {
    navigator.clipboard.readText().then(
      (text) => screen?.paste(text),
      () => tell.done(words.notPasted),
    );
  };
  const copy = () => {
    if (screen) void navigator.clipboard.writeText(screen.selection);
    screen?.focus();
  };
  return (
    <section ref={panel} className={classes.panel} aria-label={words.jobs[job.action]}>
      {!isNarrow && <TerminalHeight panel={panel} />}
      <header className={classes.head}>
        <IconTerminal2 size={ICON} aria-hidden />
        <h2 className={classes.title}>
          {words.jobs[job.action]}
          {job.argument && <span className={classes.argument}> {job.argument}</span>}
        </h2>
        <p className={classes.end} role="status" data-bad={hasGoneWrong(job) || undefined}>
          {isOver ? jobEndWords(job) : !screen && words.loading}
        </p>
        {!isNarrow && !isOver && (
          <span className={classes.hint} aria-hidden>
            {words.leaves(LEAVE_KEYS.join(' + '))}
          </span>
        )}
        <BarButton
          label={words.copy}
          icon={<IconCopy size={ICON} aria-hidden />}
          why={hasSelection ? undefined : words.copyNothing}
          onClick={copy}
        />
        {!isOver && <BarButton label={words.paste} icon={<IconClipboardText size={ICON} aria-hidden />} onClick={paste} />}
        <BarButton label={words.close} icon={<IconX size={ICON} aria-hidden />} onClick={onClose} />
      </header>
      <div ref={target} className={classes.screen} />
      {isNarrow && screen && !isOver && <TerminalKeys screen={screen} />}
    </section>
  );
}

// Draws what the job writes and sends it what is typed, as long as both last. Nothing: it is being loaded.
function useTerminal(
  job: Job,
  target: RefObject<HTMLElement>,
  onSelection: (hasSelection: boolean) => void,
  onEnded: TerminalPanelProps['onEnded'],
): TerminalScreen | undefined {
  const [screen, setScreen] = useState<TerminalScreen>();
  const look = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const latest = useRef({ look, onEnded, onSelection });
  latest.current = { look, onEnded, onSelection };
  const { elevation, action, argument, end } = job;

  useEffect(() => {
    let stop: (() => void) | undefined;
    let isLeft = false;
    const begin = async () => {
      const { TerminalScreen } = await loadTerminalScreen();
      if (isLeft || !target.current) return;
      const made = new TerminalScreen(target.current, latest.current.look, {
        typed: (bytes) => run.input(bytes),
        resized: (size) => run.resize(size),
        selected: (hasSelection) => latest.current.onSelection(hasSelection),
      });
      const run = elevation.open(action, argument, made.size, {
        output: (bytes) => made.write(bytes),
        ended: (how) => {
          made.freeze();
          latest.current.onEnded(how);
        },
      });
      stop = () => {
        run.close();
        made.dispose();
      };
      setScreen(made);
      made.focus();
    };
    begin().catch((error: unknown) => {
      console.error('The terminal could not be loaded.', error);
      if (!isLeft) latest.current.onEnded('unloadable');
    });
    return () => {
      isLeft = true;
      stop?.();
      setScreen(undefined);
    };
  }, [elevation, action, argument, target]);

  useEffect(() => screen?.setLook(look), [screen, look]);
  return end === 'unloadable' ? undefined : screen;
}
