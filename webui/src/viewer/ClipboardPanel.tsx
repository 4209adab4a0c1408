import { Button, Group, Switch, Textarea } from '@mantine/core';
import { useState } from 'react';

import { blocked, type Controls } from './controls';
import type { Clipboard } from './useClipboard';
import classes from './viewer.module.css';

// Text in both directions, by hand where the browser does not let it happen by itself.
export function ClipboardPanel({ controls }: { controls: Controls }) {
  const { clipboard, settings, changeSettings } = controls;
  const [draft, setDraft] = useState('');
  const [isSent, setSent] = useState(false);
  const cannotSend = blocked.toMachine(controls);
  const cannotReceive = blocked.fromMachine(controls);
  const isTooLong = clipboard.isTooLong(draft);
  return (
    <div className={classes.panel}>
      <Textarea
        label="To the machine"
        description={cannotSend ? `Not possible: ${cannotSend}` : 'Paste or write here, send it, then paste at the machine.'}
        error={isTooLong && 'That is more than the machine takes at once (1 MiB).'}
        autosize
        minRows={2}
        maxRows={6}
        value={draft}
        disabled={Boolean(cannotSend)}
        onChange={(event) => {
          setDraft(event.currentTarget.value);
          setSent(false);
        }}
      />
      <Group justify="space-between">
        <span className={classes.quiet} role="status">
          {isSent && 'Sent.'}
        </span>
        <Button
          size="xs"
          disabled={Boolean(cannotSend) || draft === '' || isTooLong}
          onClick={() => {
            clipboard.send(draft);
            setSent(true);
          }}
        >
          Send
        </Button>
      </Group>
      <Textarea
        label="From the machine"
        description={cannotReceive ? `Not possible: ${cannotReceive}` : 'The text that was last copied there.'}
        autosize
        minRows={2}
        maxRows={6}
        readOnly
        value={clipboard.fromMachine ?? ''}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Switch
        label="Share the clipboard"
        description={
          cannotSend && cannotReceive ? `Not possible: ${cannotSend}` : sharingWords(clipboard, settings.shareClipboard)
        }
        checked={settings.shareClipboard}
        disabled={Boolean(cannotSend && cannotReceive)}
        onChange={(event) => changeSettings({ shareClipboard: event.currentTarget.checked })}
      />
      {settings.shareClipboard && clipboard.reading === 'ask' && !cannotSend && (
        <Button size="xs" variant="default" onClick={clipboard.askToRead}>
          Let this page read the clipboard
        </Button>
      )}
    </div>
  );
}

function sharingWords(clipboard: Clipboard, isShared: boolean): string {
  if (!isShared) return 'Text goes only where you send it.';
  if (clipboard.isWritingRefused) {
    return 'The browser did not let this page put the machine’s text on your clipboard. Copy it from the field above.';
  }
  switch (clipboard.reading) {
    case 'granted':
      return 'What you copy on one side can be pasted on the other.';
    case 'ask':
      return 'Text from the machine reaches your clipboard. For the other way the browser wants to be asked first.';
    case 'denied':
      return 'Text from the machine reaches your clipboard. Reading yours is blocked in the browser’s settings for this page.';
    case 'none':
      return 'Text from the machine reaches your clipboard. This browser does not let a page read yours: paste it above.';
  }
}
