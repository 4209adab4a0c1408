import { useCallback, useEffect, useRef, useState, useSyncExternalStore, type RefObject } from 'react';

import { useTell } from '../ui/Toasts';
import { NO_CHAT, type Chat, type ChatNow } from './Chat';
import { chatWords as words } from './chatWords';
import { shownLine } from './shownText';

const FIRST_WORDS = 80;

export interface ChatControls {
  chat: Chat | undefined;
  now: ChatNow;
  // Somebody is there, or has been.
  isOffered: boolean;
  isOpen: boolean;
  setOpen(isOpen: boolean): void;
  panel: RefObject<HTMLElement>;
  // Messages of the person that came while the panel was closed.
  unread: number;
}

// The chat of this visit, and what of it was seen.
export function useChat(chat: Chat | undefined): ChatControls {
  const subscribe = useCallback((listener: () => void) => chat?.subscribe(listener) ?? (() => {}), [chat]);
  const now = useSyncExternalStore(subscribe, () => chat?.getSnapshot() ?? NO_CHAT);
  const [isOpen, setOpen] = useState(false);
  const [seen, setSeen] = useState(0);
  const panel = useRef<HTMLElement>(null);
  const tell = useTell();

  const newest = now.messages.at(-1)?.id ?? 0;
  const told = useRef(newest);
  useEffect(() => {
    const news = now.messages.filter(({ id, from }) => id > told.current && from === 'person').at(-1);
    told.current = Math.max(told.current, newest);
    if (isOpen) setSeen(newest);
    else if (news) tell.done(words.said(shownLine(news.words, FIRST_WORDS)));
  }, [now.messages, newest, isOpen, tell]);

  return {
    chat,
    now,
    isOffered: now.isThere || now.messages.length > 0,
    isOpen,
    setOpen,
    panel,
    unread: isOpen ? 0 : now.messages.filter(({ id, from }) => id > seen && from === 'person').length,
  };
}
