import { useEffect, useRef } from 'react';

import { formatTime } from '../ui/format';
import classes from './chat.module.css';
import type { ChatMessage } from './Chat';
import { chatWords as words } from './chatWords';

// Within so much of its end, a list is at its end.
const NEAR_PX = 48;

// What was said, the newest last. It follows what comes, unless somebody looks back.
export function ChatMessages({ messages }: { messages: readonly ChatMessage[] }) {
  const list = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const newest = messages.at(-1);
  useEffect(() => {
    const { current } = list;
    if (current && (isAtEnd.current || newest?.from === 'viewer')) current.scrollTop = current.scrollHeight;
  }, [newest?.id, newest?.from]);

  return (
    <div
      ref={list}
      className={classes.messages}
      role="log"
      aria-label={words.messages}
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_PX;
      }}
    >
      <p className={classes.intro}>{words.intro}</p>
      {messages.map(({ id, from, words: text, at, state }) => (
        <div key={id} className={classes.message} data-from={from}>
          <p className={classes.who}>
            <span>{from === 'viewer' ? words.you : words.person}</span>
            <time dateTime={new Date(at).toISOString()}>{formatTime(at)}</time>
            {state !== 'sent' && <span data-state={state}>{words.states[state]}</span>}
          </p>
          <p className={classes.said} dir="auto">
            {text}
          </p>
        </div>
      ))}
    </div>
  );
}
