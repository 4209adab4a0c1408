import { Button, Group, Switch, Textarea } from '@mantine/core';
import { useState } from 'react';

import { blocked, type Controls } from './controls';
import classes from './panels.module.css';
import type { Clipboard } from './useClipboard';
import { words } from './words';

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
        label={words.toMachine}
        description={cannotSend ? words.notPossible(cannotSend) : words.toMachineText}
        error={isTooLong && words.tooLong}
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
          {isSent && words.sent}
        </span>
        <Button
          size="xs"
          disabled={Boolean(cannotSend) || draft === '' || isTooLong}
          onClick={() => {
            clipboard.send(draft);
            setSent(true);
          }}
        >
          {words.send}
        </Button>
      </Group>
      <Textarea
        label={words.fromMachine}
        description={cannotReceive ? words.notPossible(cannotReceive) : words.fromMachineText}
        autosize
        minRows={2}
        maxRows={6}
        readOnly
        value={clipboard.fromMachine ?? ''}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Switch
        label={words.share}
        description={
          cannotSend && cannotReceive ? words.notPossible(cannotSend) : sharingWords(clipboard, settings.shareClipboard)
        }
        checked={settings.shareClipboard}
        disabled={Boolean(cannotSend && cannotReceive)}
        onChange={(event) => changeSettings({ shareClipboard: event.currentTarget.checked })}
      />
      {settings.shareClipboard && clipboard.reading === 'ask' && !cannotSend && (
        <Button size="xs" variant="default" onClick={clipboard.askToRead}>
          {words.letRead}
        </Button>
      )}
    </div>
  );
}

function sharingWords(clipboard: Clipboard, isShared: boolean): string {
  if (!isShared) return words.sharing.off;
  return clipboard.isWritingRefused ? words.sharing.refused : words.sharing[clipboard.reading];
}
