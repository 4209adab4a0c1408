import { IconMessage } from '@tabler/icons-react';

import { BarButton } from './BarButton';
import classes from './chat.module.css';
import { chatWords as words } from './chatWords';
import type { Controls } from './controls';

// Where somebody is at the machine to write with, or was.
export function ChatButton({ controls: { chat, screen, setTyping } }: { controls: Controls }) {
  if (!chat.isOffered) return null;
  const toggle = () => {
    setTyping(false);
    chat.setOpen(!chat.isOpen);
    if (chat.isOpen) screen?.focus();
  };
  return (
    <BarButton
      label={chat.unread > 0 ? words.unread(chat.unread) : words.chat}
      icon={
        <span className={classes.icon} data-unread={chat.unread > 0 || undefined}>
          <IconMessage size={20} aria-hidden />
        </span>
      }
      isOn={chat.isOpen}
      onClick={toggle}
    />
  );
}
