import { Button, Textarea } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconMessage, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';

import { BarButton } from './BarButton';
import classes from './chat.module.css';
import { bytesTooMany } from './Chat';
import { ChatMessages } from './ChatMessages';
import { chatWords as words } from './chatWords';
import type { ChatControls } from './useChat';
import { useVisibleArea } from './useVisibleArea';

const ICON = 18;

// Beside the screen; on a phone in front of it. What is typed here never reaches the machine as keys.
export function ChatPanel({ controls, onClose }: { controls: ChatControls; onClose(): void }) {
  const { chat, now, panel } = controls;
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false }) === true;
  const field = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useState(chat?.draft ?? '');
  const [isTooFast, setTooFast] = useState(false);
  useVisibleArea(panel, isNarrow);
  useEffect(() => field.current?.focus(), []);

  const why = !now.isConnected ? words.notConnected : now.isThere ? undefined : words.nobody;
  const tooMany = bytesTooMany(draft);
  const error = tooMany > 0 ? words.tooLong(tooMany) : isTooFast && words.tooFast;
  const write = (text: string) => {
    setDraft(text);
    setTooFast(false);
    if (chat) chat.draft = text;
  };
  const send = () => {
    field.current?.focus();
    if (why || tooMany > 0 || draft.trim() === '') return;
    if (chat?.send(draft)) write('');
    else setTooFast(true);
  };
  const onFieldKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <aside ref={panel} className={classes.panel} aria-label={words.chat} onKeyDown={(event) => event.key === 'Escape' && onClose()}>
      <header className={classes.head}>
        <IconMessage size={ICON} aria-hidden />
        <h2 className={classes.title}>{words.chat}</h2>
        <BarButton label={words.close} icon={<IconX size={ICON} aria-hidden />} onClick={onClose} />
      </header>
      <ChatMessages messages={now.messages} />
      <div className={classes.write}>
        {/* Not `disabled`: the focus would be lost, and with it where the keys go. */}
        <Textarea
          ref={field}
          label={words.message}
          description={<span role="status">{why ?? words.hint}</span>}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          error={error}
          autosize
          minRows={2}
          maxRows={6}
          value={draft}
          readOnly={why !== undefined}
          aria-disabled={why !== undefined}
          data-off={why !== undefined || undefined}
          onChange={(event) => write(event.currentTarget.value)}
          onKeyDown={onFieldKey}
        />
        <Button size="sm" aria-disabled={why !== undefined || tooMany > 0} data-disabled={why !== undefined || tooMany > 0 || undefined} onClick={send}>
          {words.send}
        </Button>
      </div>
    </aside>
  );
}
