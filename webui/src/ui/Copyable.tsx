import { ActionIcon, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';

import classes from './Copyable.module.css';
import { words } from './words';

// A text one may want elsewhere. `text`: what is copied; `shown`: what one reads.
export function Copyable({ text, shown = text }: { text: string; shown?: string }) {
  const clipboard = useClipboard({ timeout: 2000 });
  const label = clipboard.copied ? words.copied : words.copy;
  const Icon = clipboard.copied ? IconCheck : IconCopy;
  return (
    <span className={classes.copyable}>
      {shown}
      <Tooltip label={label} openDelay={400}>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`${label}: ${shown}`} onClick={() => clipboard.copy(text)}>
          <Icon size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </span>
  );
}
