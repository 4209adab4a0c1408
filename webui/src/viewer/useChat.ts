import { useCallback, useEffect, useRef, useState, useSyncExternalStore, type RefObject } from 'react';

import { NO_CHAT, type Chat, type ChatNow } from './Chat';
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
  // Of the person's messages that came while the panel was closed: the first words of the last one, for a while; and how many.
  notice: string | undefined;
  setNotice(notice: string | undefined): void;
  unread: number;
}

// The chat of this visit, and what of it was seen.
export function useChat(chat: Chat | undefined): ChatControls {
  const subscribe = useCallback((listener: () => void) => chat?.subscribe(listener) ?? (() => {}), [chat]);
  const now = useSyncExternalStore(subscribe, () => chat?.getSnapshot() ?? NO_CHAT);
  const [isOpen, setOpen] = useState(false);
  const [seen, setSeen] = useState(0);
  const panel = useRef<HTMLElement>(null);
  const [notice, setNotice] = useState<string>();

  const newest = now.messages.at(-1)?.id ?? 0;
  const told = useRef(newest);
  useEffect(() => {
    const news = now.messages.filter(({ id, from }) => id > told.current && from === 'person').at(-1);
    told.current = Math.max(told.current, newest);
    if (isOpen) setSeen(newest);
    if (isOpen || newest === 0) setNotice(undefined);
    else if (news) setNotice(shownLine(news.words, FIRST_WORDS));
  }, [now.messages, newest, isOpen]);

  return {
    chat,
    now,
    isOffered: now.isThere || now.messages.length > 0,
    isOpen,
    setOpen,
    panel,
    notice,
    setNotice,
    unread: isOpen ? 0 : now.messages.filter(({ id, from }) => id > seen && from === 'person').length,
  };
}
