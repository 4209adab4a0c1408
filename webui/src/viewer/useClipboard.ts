import { useCallback, useEffect, useRef, useState } from 'react';

import type { Permissions } from '../wire/permissions';
import type { RemoteScreen } from './RemoteScreen';

// UTF-8 bytes a machine takes at once; it ignores more.
const CLIPBOARD_CAP = 1024 * 1024;

// What this browser lets the page do on its own: `ask`: it would ask the person first.
export type LocalAccess = 'granted' | 'ask' | 'denied' | 'none';

export interface Clipboard {
  // The last text copied at the machine.
  fromMachine: string | undefined;
  // Whether this computer's clipboard may be read without a click.
  reading: LocalAccess;
  // The browser refused to take the machine's text; the person has to copy it.
  isWritingRefused: boolean;
  isTooLong(text: string): boolean;
  send(text: string): void;
  // Makes the browser ask whether this page may read the clipboard, and reads it when it may.
  askToRead(): void;
  onMachineText(text: string): void;
}

interface Options {
  screen: RemoteScreen | undefined;
  permissions: Permissions | undefined;
  isShared: boolean;
  viewOnly: boolean;
}

// Text between this computer's clipboard and the machine's. What the machine copied is written here when that is shared;
// what was copied here is read when the screen gets the focus, if the browser allows it without asking each time.
export function useClipboard({ screen, permissions, isShared, viewOnly }: Options): Clipboard {
  const [fromMachine, setFromMachine] = useState<string>();
  const [reading, setReading] = useState<LocalAccess>('none');
  const [isWritingRefused, setWritingRefused] = useState(false);
  // The text both sides have; sending it again would only overwrite what came later.
  const common = useRef<string>();

  useEffect(() => watchAccess(setReading), []);

  const maySend = Boolean(permissions?.clipboardToMachine) && !viewOnly;
  const send = useCallback(
    (text: string) => {
      if (!screen || !maySend || isTooLong(text)) return;
      common.current = text;
      screen.clipboardPasteFrom(text);
    },
    [screen, maySend],
  );

  const read = useCallback(async () => {
    try {
      const text = await navigator.clipboard.readText();
      if (text !== '' && text !== common.current) send(text);
    } catch {
      // Not allowed, or not text: nothing to send.
    }
  }, [send]);

  useEffect(() => {
    if (!screen || !isShared || !maySend || reading !== 'granted') return undefined;
    const onFocus = () => void read();
    screen.canvas.addEventListener('focus', onFocus);
    window.addEventListener('focus', onFocus);
    if (document.hasFocus()) onFocus();
    return () => {
      screen.canvas.removeEventListener('focus', onFocus);
      window.removeEventListener('focus', onFocus);
    };
  }, [screen, isShared, maySend, reading, read]);

  const onMachineText = (text: string) => {
    setFromMachine(text);
    common.current = text;
    if (!isShared) return;
    writeLocal(text).then(
      () => setWritingRefused(false),
      () => setWritingRefused(true),
    );
  };
  return { fromMachine, reading, isWritingRefused, isTooLong, send, askToRead: () => void read(), onMachineText };
}

function isTooLong(text: string): boolean {
  return new TextEncoder().encode(text).length > CLIPBOARD_CAP;
}

async function writeLocal(text: string): Promise<void> {
  // Without a secure context there is no clipboard at all.
  if (!navigator.clipboard?.writeText) throw new Error('This browser has no clipboard for pages.');
  await navigator.clipboard.writeText(text);
}

// Calls `tell` with the access now and whenever the person changes it; returns how to stop.
function watchAccess(tell: (access: LocalAccess) => void): () => void {
  let status: PermissionStatus | undefined;
  let isStopped = false;
  const changed = () => {
    if (status) tell(status.state === 'granted' ? 'granted' : status.state === 'denied' ? 'denied' : 'ask');
  };
  const begin = async () => {
    if (!navigator.clipboard?.readText) return;
    // Browsers that do not know this permission (Firefox, Safari) ask at every single read.
    status = await navigator.permissions.query({ name: 'clipboard-read' as PermissionName });
    if (isStopped) return;
    status.addEventListener('change', changed);
    changed();
  };
  begin().catch(() => {});
  return () => {
    isStopped = true;
    status?.removeEventListener('change', changed);
  };
}
