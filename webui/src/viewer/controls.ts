import type { Permissions } from '../wire/permissions';
import type { Clipboard } from './useClipboard';
import type { FullScreen } from './useFullScreen';
import type { HeldKeys } from './useHeldKeys';
import type { RemoteScreen } from './RemoteScreen';
import type { Seal } from './deviceKey';
import type { ViewerSettings } from './settings';

// All that the bar and its panels can do with an open session.
export interface Controls {
  screen: RemoteScreen | undefined;
  permissions: Permissions | undefined;
  seal: Seal | undefined;
  // The name of the relay that the session goes through; nothing: the appliance.
  relay: string | undefined;
  settings: ViewerSettings;
  changeSettings(change: Partial<ViewerSettings>): void;
  // The machine takes wishes for another screen size.
  isResizable: boolean;
  // At actual size, dragging moves the view instead of the pointer.
  isPanning: boolean;
  setPanning(isPanning: boolean): void;
  viewOnly: boolean;
  setViewOnly(viewOnly: boolean): void;
  isTyping: boolean;
  setTyping(isTyping: boolean): void;
  heldKeys: HeldKeys;
  clipboard: Clipboard;
  fullScreen: FullScreen;
  takeScreenshot(): void;
  disconnect(): void;
}

const NOT_OPEN = 'the screen is not open yet.';

// Why a control does nothing now, as the end of a sentence; nothing: it works. The machine decides, this only explains.
export const blocked = {
  screen: ({ screen }: Controls) => (screen ? undefined : NOT_OPEN),
  keyboard: ({ screen, permissions, viewOnly }: Controls) => {
    if (!screen || !permissions) return NOT_OPEN;
    if (!permissions.keyboard) return 'the machine does not let you use the keyboard.';
    return viewOnly ? 'you are only viewing.' : undefined;
  },
  viewOnly: ({ screen, permissions }: Controls) => {
    if (!screen || !permissions) return NOT_OPEN;
    if (!permissions.keyboard && !permissions.pointer) return 'the machine lets you view its screen, nothing else.';
    return undefined;
  },
  resize: ({ screen, permissions, isResizable }: Controls) => {
    if (!screen || !permissions) return NOT_OPEN;
    if (!permissions.resizeScreen) return 'the machine does not let you resize its screen.';
    return isResizable ? undefined : 'this screen has a fixed size.';
  },
  toMachine: ({ screen, permissions, viewOnly }: Controls) => {
    if (!screen || !permissions) return NOT_OPEN;
    if (!permissions.clipboardToMachine) return 'the machine does not take text from you.';
    return viewOnly ? 'you are only viewing.' : undefined;
  },
  fromMachine: ({ screen, permissions, viewOnly }: Controls) => {
    if (!screen || !permissions) return NOT_OPEN;
    if (!permissions.clipboardFromMachine) return 'the machine does not give you its text.';
    return viewOnly ? 'you are only viewing.' : undefined;
  },
};
