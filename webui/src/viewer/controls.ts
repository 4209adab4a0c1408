import type { Permissions } from '../wire/permissions';
import { elevationWords } from './elevationWords';
import { handOverWords } from './handOverWords';
import type { ChatControls } from './useChat';
import type { Clipboard } from './useClipboard';
import type { ElevationControls } from './useElevation';
import type { FullScreen } from './useFullScreen';
import type { HandOverControls } from './useHandOver';
import type { HeldKeys } from './useHeldKeys';
import type { SoundControls } from './useSound';
import type { RemoteScreen } from './RemoteScreen';
import type { Seal } from './deviceKey';
import type { ViewerSettings } from './settings';
import { words } from './words';

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
  elevation: ElevationControls;
  handOver: HandOverControls;
  chat: ChatControls;
  sound: SoundControls;
  takeScreenshot(): void;
  disconnect(): void;
}

const { blocked: why } = words;
const { blocked: whyNotElevated } = elevationWords;

const whyViewing = ({ handOver: { isLacking, now } }: Controls) => {
  if (!isLacking) return why.viewing;
  return now.holder === 'another' ? handOverWords.blocked.another(now.name) : handOverWords.blocked.nobody;
};

// Why a control does nothing now, as the end of a sentence; nothing: it works. The machine decides, this only explains.
export const blocked = {
  screen: ({ screen }: Controls) => (screen ? undefined : why.notOpen),
  keyboard: (controls: Controls) => {
    const { screen, permissions, viewOnly } = controls;
    if (!screen || !permissions) return why.notOpen;
    if (!permissions.keyboard) return why.keyboard;
    return viewOnly ? whyViewing(controls) : undefined;
  },
  viewOnly: (controls: Controls) => {
    const { screen, permissions, handOver } = controls;
    if (!screen || !permissions) return why.notOpen;
    if (!permissions.keyboard && !permissions.pointer) return why.input;
    return handOver.isLacking ? whyViewing(controls) : undefined;
  },
  resize: ({ screen, permissions, isResizable }: Controls) => {
    if (!screen || !permissions) return why.notOpen;
    if (!permissions.resizeScreen) return why.resize;
    return isResizable ? undefined : why.fixed;
  },
  toMachine: (controls: Controls) => {
    const { screen, permissions, viewOnly } = controls;
    if (!screen || !permissions) return why.notOpen;
    if (!permissions.clipboardToMachine) return why.toMachine;
    return viewOnly ? whyViewing(controls) : undefined;
  },
  fromMachine: (controls: Controls) => {
    const { screen, permissions, viewOnly } = controls;
    if (!screen || !permissions) return why.notOpen;
    if (!permissions.clipboardFromMachine) return why.fromMachine;
    return viewOnly ? whyViewing(controls) : undefined;
  },
  sound: ({ screen, sound: { without, state } }: Controls) => {
    if (!screen) return why.notOpen;
    if (without) return why.sound[without];
    return state === 'failed' ? why.sound.failed : undefined;
  },
  elevation: ({ screen, permissions }: Controls) => {
    if (!screen || !permissions) return why.notOpen;
    return permissions.elevation ? undefined : whyNotElevated.notPermitted;
  },
  // What runs there as administrator.
  terminal: ({ screen, elevation }: Controls) => {
    if (!screen) return why.notOpen;
    return elevation.job && elevation.job.end === undefined ? whyNotElevated.busy : undefined;
  },
};
