import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { forwardRef } from 'react';

import classes from './CommandLine.module.css';
import { words } from './words';

interface CommandLineProps {
  text: string;
  label: string; // of the button
  begins?: boolean; // a dialog gives the button the focus
}

// A line to run elsewhere, and a button that copies it.
export const CommandLine = forwardRef<HTMLButtonElement, CommandLineProps>(function CommandLine({ text, label, begins }, ref) {
  const clipboard = useClipboard({ timeout: 2000 });
  const Icon = clipboard.copied ? IconCheck : IconCopy;
  return (
    <div className={classes.line}>
      <code className={classes.code}>{text}</code>
      <Button
        ref={ref}
        data-autofocus={begins || undefined}
        variant="default"
        leftSection={<Icon size={16} aria-hidden />}
        aria-label={clipboard.copied ? words.copied : label}
        onClick={() => clipboard.copy(text)}
      >
        {clipboard.copied ? words.copied : words.copy}
      </Button>
    </div>
  );
});
