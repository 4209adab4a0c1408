import { CloseButton, Modal } from '@mantine/core';
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';

import { isMac } from '../app/shortcuts';
import { connectPath } from '../ui/address';
import { leaveFocusAtHeading } from '../ui/leaveFocusAtHeading';
import { connectAhead } from '../viewer/ahead';
import { Answer } from './Answer';
import { choicesIn } from './choices';
import classes from './Palette.module.css';
import { Hints } from './Hints';
import { Options } from './Options';
import { useFound } from './useFound';
import { useRecent } from './useRecent';
import { words } from './words';

const PAUSE_MS = 150;

interface PaletteProps {
  opened: boolean;
  // Nothing was chosen: the focus goes back to where it was.
  onClose: () => void;
  // Somebody goes somewhere.
  onLeave: () => void;
  onHelp: () => void;
}

// Finds pages, machines, people and what else one may see: a combobox with a list below it, in a dialog of its own.
export default function Palette({ opened, ...ways }: PaletteProps) {
  const isNarrow = useMediaQuery('(max-width: 40em)', false, { getInitialValueInEffect: false });
  return (
    <Modal.Root
      opened={opened}
      onClose={ways.onClose}
      fullScreen={isNarrow ?? false}
      size="40rem"
      yOffset="12vh"
      returnFocus={false}
      transitionProps={{ onExited: leaveFocusAtHeading }}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={words.title}>
        <Search {...ways} />
      </Modal.Content>
    </Modal.Root>
  );
}

function Search({ onLeave, onClose, onHelp }: Omit<PaletteProps, 'opened'>) {
  const id = useId();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState('');
  const [settled] = useDebouncedValue(typed.trim(), PAUSE_MS);
  const found = useFound(settled);
  const recent = useRecent();
  const groups = settled === '' ? recent : found.groups;
  const choices = choicesIn(groups);
  const [wanted, setWanted] = useState('');
  const at = Math.max(0, choices.findIndex(({ key }) => key === wanted));
  const active = choices[at];
  const busy = typed.trim() !== settled || (settled !== '' && found.busy);
  const list = useRef<HTMLDivElement>(null);
  // Enter that was pressed before the answer came.
  const [entered, setEntered] = useState<'open' | 'connect' | null>(null);

  const go = (to: string, machineId?: string) => {
    if (machineId !== undefined) connectAhead(machineId, queryClient);
    onLeave();
    navigate(to);
  };
  const act = (how: 'open' | 'connect') => {
    const machine = active?.machine;
    if (how === 'connect' && machine?.online) go(connectPath(machine.id), machine.id);
    else if (active) go(active.to, active.connects);
  };
  useEffect(() => {
    if (!entered || busy) return;
    setEntered(null);
    act(entered);
  }, [entered, busy]);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [active?.key]);

  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && choices.length > 0) {
      event.preventDefault();
      setWanted(choices[(at + step + choices.length) % choices.length]?.key ?? '');
    }
    if (event.key !== 'Enter') return;
    event.preventDefault();
    const how = (isMac() ? event.metaKey : event.ctrlKey) ? 'connect' : 'open';
    if (busy) setEntered(how);
    else act(how);
  };
  return (
    <div className={classes.dialog}>
      <div className={classes.head}>
        <IconSearch size={20} aria-hidden className={classes.glass} />
        <input
          className={classes.input}
          role="combobox"
          type="text"
          inputMode="search"
          enterKeyHint="go"
          data-autofocus
          aria-label={words.label}
          aria-autocomplete="list"
          aria-expanded={choices.length > 0}
          aria-controls={choices.length > 0 ? `${id}-list` : undefined}
          aria-activedescendant={active && `${id}-${active.key}`}
          placeholder={words.placeholder}
          maxLength={100}
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          value={typed}
          onKeyDown={press}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setWanted('');
            setEntered(null);
          }}
        />
        <CloseButton aria-label={words.close} onClick={onClose} />
      </div>
      <div className={classes.results} ref={list}>
        {choices.length > 0 && (
          <Options id={id} groups={groups} active={active?.key} onPoint={setWanted} onLeave={onLeave} />
        )}
        <Answer typed={settled} count={choices.length} busy={busy} failed={settled === '' ? [] : found.failed} onRetry={found.retry} />
      </div>
      <Hints onHelp={onHelp} />
    </div>
  );
}
