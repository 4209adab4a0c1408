import { UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type ComponentType, useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';

import { NetworkError } from '../api/problem';
import { memory } from '../ui/memory';
import { useTell } from '../ui/Toasts';
import { whenIdle } from '../ui/whenIdle';
import { useCurrentUser } from './CurrentUser';
import classes from './Finder.module.css';
import { isField, isInDialog, isMac, modifier, Shortcuts } from './shortcuts';
import { maySee, tabGroups } from './tabs';
import { words } from './words';

type Palette = ComponentType<{ opened: boolean; onClose: () => void; onLeave: () => void; onHelp: () => void }>;
type Keys = ComponentType<{ opened: boolean; onClose: () => void; single: boolean; onSingle: (on: boolean) => void }>;

const SINGLE = 'keys.single';
const readSingle = (kept: unknown): boolean => kept !== false;

// The search and the list of shortcuts, fetched when somebody wants them or when there is time; and the keys that lead there.
export function Finder() {
  const me = useCurrentUser();
  const { user } = me;
  const navigate = useNavigate();
  const tell = useTell();
  const [parts, setParts] = useState<{ Palette: Palette; Keys: Keys }>();
  const [shown, setShown] = useState<'palette' | 'keys' | null>(null);
  const [single, setSingle] = useState(() => memory.get(user.id, SINGLE, readSingle));
  const [shortcuts] = useState(() => new Shortcuts());

  const before = useRef<Element | null>(null); // what had the focus
  const returning = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => whenIdle(() => void fetchParts().catch(() => {})), []);
  const show = (what: 'palette' | 'keys') => {
    if (shown === null && returning.current === undefined) before.current = document.activeElement;
    clearTimeout(returning.current);
    returning.current = undefined;
    setShown(what);
    if (parts) return;
    fetchParts().then(setParts, () => {
      setShown(null);
      tell.failed(new NetworkError());
    });
  };
  const leave = () => setShown(null);
  const close = () => {
    leave();
    // As Mantine does it: what closes has let go of the focus by then.
    returning.current = setTimeout(() => {
      returning.current = undefined;
      if (before.current instanceof HTMLElement) before.current.focus({ preventScroll: true });
    }, 10);
  };

  const press = useRef<(event: KeyboardEvent) => void>(() => undefined);
  press.current = (event) => {
    const around = { mac: isMac(), inField: isField(document.activeElement), inDialog: isInDialog(), single, now: event.timeStamp };
    const deed = shortcuts.press(event, around);
    if (!deed) return;
    event.preventDefault();
    if (deed.do === 'search') show('palette');
    if (deed.do === 'help') show('keys');
    if (deed.do === 'go' && tabGroups.some(({ tabs }) => tabs.some((tab) => tab.to === deed.to && maySee(tab, me)))) navigate(deed.to);
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => press.current(event);
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  return (
    <>
      <UnstyledButton
        className={classes.button}
        aria-haspopup="dialog"
        aria-keyshortcuts={isMac() ? 'Meta+K' : 'Control+K'}
        onClick={() => show('palette')}
      >
        <IconSearch size={18} aria-hidden />
        <span className={classes.text}>{words.search}</span>
        <kbd className={classes.keys}>{`${modifier()} K`}</kbd>
      </UnstyledButton>
      {parts && <parts.Palette opened={shown === 'palette'} onClose={close} onLeave={leave} onHelp={() => show('keys')} />}
      {parts && (
        <parts.Keys
          opened={shown === 'keys'}
          onClose={close}
          single={single}
          onSingle={(on) => {
            setSingle(on);
            memory.set(user.id, SINGLE, on);
          }}
        />
      )}
    </>
  );
}

async function fetchParts() {
  const [palette, keys] = await Promise.all([import('../search/Palette'), import('../search/Keys')]);
  return { Palette: palette.default, Keys: keys.default };
}
