import { IconMessage } from '@tabler/icons-react';
import { useEffect, useState } from 'react';

import classes from './chat.module.css';
import { chatWords as words } from './chatWords';
import notices from './notices.module.css';
import type { ChatControls } from './useChat';

const LASTS_MS = 8_000;

// The first words of what has come while the chat is closed, for a while; a click leads there. It leaves the keyboard where it is.
export function ChatNotice({ chat: { notice, setNotice, setOpen } }: { chat: ChatControls }) {
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (!notice || isHeld) return undefined;
    const timer = setTimeout(() => setNotice(undefined), LASTS_MS);
    return () => clearTimeout(timer);
  }, [notice, isHeld, setNotice]);
  useEffect(() => {
    if (!notice) setHeld(false);
  }, [notice]);
  return (
    <div role="status">
      {notice && (
        <button
          type="button"
          className={`${notices.notice} ${classes.notice}`}
          onClick={() => setOpen(true)}
          onPointerEnter={() => setHeld(true)}
          onPointerLeave={() => setHeld(false)}
          onFocus={() => setHeld(true)}
          onBlur={() => setHeld(false)}
        >
          <IconMessage size={18} aria-hidden />
          <bdi>{words.said(notice)}</bdi>
        </button>
      )}
    </div>
  );
}
