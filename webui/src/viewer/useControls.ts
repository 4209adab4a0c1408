import { useEffect, useState } from 'react';

import type { Controls } from './controls';
import type { RemoteScreen, ScreenEvents } from './RemoteScreen';
import { download, screenshotName } from './screenshot';
import { PICTURE_WISHES, useViewerSettings } from './settings';
import { useChat } from './useChat';
import { useClipboard } from './useClipboard';
import { useElevation } from './useElevation';
import { useFullScreen } from './useFullScreen';
import { useHandOver } from './useHandOver';
import { useHeldKeys } from './useHeldKeys';
import { useSound } from './useSound';
import type { Snapshot, ViewerSession } from './ViewerSession';

interface Use {
  controls: Controls;
  size: { width: number; height: number };
  setScreen(screen: RemoteScreen | undefined): void;
  events: ScreenEvents;
}

// Everything the bar controls, and how it reaches the screen.
export function useControls(session: ViewerSession | undefined, snapshot: Snapshot, machineName: string): Use {
  const [mounted, setScreen] = useState<RemoteScreen>();
  const [settings, changeSettings] = useViewerSettings();
  const [wantsViewOnly, setViewOnly] = useState(false);
  const [isPanning, setPanning] = useState(false);
  const [isTyping, setTyping] = useState(false);
  const [isClipped, setClipped] = useState(false);
  const [isResizable, setResizable] = useState(false);
  const [size, setSize] = useState({ width: 0, height: 0 });

  const { permissions } = snapshot;
  const screen = snapshot.phase.kind === 'open' ? mounted : undefined;
  const mayAct = Boolean(permissions?.keyboard || permissions?.pointer);
  const handOver = useHandOver(snapshot.handOver, screen, mayAct);
  const viewOnly = wantsViewOnly || !mayAct || handOver.isLacking;
  const mayResize = Boolean(permissions?.resizeScreen) && isResizable;

  const heldKeys = useHeldKeys(screen, viewOnly);
  const clipboard = useClipboard({ screen, permissions, isShared: settings.shareClipboard, viewOnly });
  const fullScreen = useFullScreen();
  const elevation = useElevation(snapshot.elevation);
  const chat = useChat(session?.chat);
  const sound = useSound({
    channel: screen && snapshot.sound,
    isPermitted: Boolean(permissions?.hearSound),
    settings,
    changeSettings,
  });

  useEffect(() => {
    mounted?.wish(PICTURE_WISHES[settings.quality]);
  }, [mounted, settings.quality]);

  useEffect(() => {
    mounted?.setViewOnly(viewOnly);
    if (viewOnly) setTyping(false);
  }, [mounted, viewOnly]);

  useEffect(() => {
    if (!mounted) return;
    const isActual = settings.scale === 'actual';
    mounted.scaleViewport = !isActual;
    // Fingers can't use scroll bars and the screen at once: there the view is clipped, and dragged when asked.
    mounted.clipViewport = isActual && (isPanning || window.matchMedia('(pointer: coarse)').matches);
    mounted.resizeSession = settings.scale === 'remote' && mayResize;
  }, [mounted, settings.scale, isPanning, mayResize]);

  useEffect(() => {
    if (mounted) mounted.dragViewport = isPanning && isClipped;
  }, [mounted, isPanning, isClipped]);

  useEffect(() => {
    if (!screen) setTyping(false);
    else if (!chat.panel.current?.contains(document.activeElement)) screen.focus();
  }, [screen, chat.panel]);

  const events: ScreenEvents = {
    shown: () => session?.screenShown(),
    failed: () => session?.screenFailed(),
    resized: (width, height) => setSize({ width, height }),
    resizable: () => setResizable(true),
    clipped: setClipped,
    clipboard: clipboard.onMachineText,
  };

  const takeScreenshot = () => {
    screen?.toBlob((blob) => blob && download(blob, screenshotName(machineName, new Date())), 'image/png');
  };

  const controls: Controls = {
    screen,
    permissions,
    seal: snapshot.seal,
    relay: snapshot.relay,
    settings,
    changeSettings,
    isResizable,
    isPanning,
    setPanning,
    viewOnly,
    setViewOnly,
    isTyping,
    setTyping,
    heldKeys,
    clipboard,
    fullScreen,
    elevation,
    handOver,
    chat,
    sound,
    takeScreenshot,
    disconnect: () => session?.disconnect(),
  };
  return { controls, size, setScreen, events };
}
