// Which keys do what on the portal's pages. The viewer has none of these: there the keys belong to the remote machine.

import { words } from './words';

export type Deed = { do: 'search' } | { do: 'help' } | { do: 'go'; to: string };

export interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  repeat: boolean;
  isComposing: boolean;
}

export interface Around {
  mac: boolean;
  inField: boolean; // where letters are typed
  inDialog: boolean; // whose keys are its own
  single: boolean; // shortcuts of single letters are on
  now: number; // ms
}

// After "g".
export const goTo: Readonly<Record<string, string>> = {
  d: '/',
  c: '/clients',
  s: '/sessions',
  u: '/users',
  r: '/roles',
  g: '/groups',
  p: '/permission-sets',
  a: '/audit',
  o: '/organization',
};

const LONGEST_PAUSE_MS = 1_500;

export class Shortcuts {
  private wentAt = -Infinity; // when "g" was pressed

  press({ key, ctrlKey, metaKey, altKey, shiftKey, repeat, isComposing }: Pressed, around: Around): Deed | null {
    const begun = around.now - this.wentAt <= LONGEST_PAUSE_MS;
    if (!['Shift', 'Control', 'Meta', 'Alt'].includes(key)) this.wentAt = -Infinity;
    if (repeat || isComposing || around.inDialog || altKey) return null;
    if (isSearch({ key, ctrlKey, metaKey, shiftKey }, around.mac)) return { do: 'search' };
    if (ctrlKey || metaKey || around.inField || !around.single) return null;
    if (key === '?') return { do: 'help' };
    if (shiftKey) return null;
    const to = begun && Object.hasOwn(goTo, key) ? goTo[key] : undefined;
    if (to !== undefined) return { do: 'go', to };
    if (key === 'g') this.wentAt = around.now;
    return null;
  }
}

function isSearch({ key, ctrlKey, metaKey, shiftKey }: Pick<Pressed, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey'>, mac: boolean): boolean {
  return key.toLowerCase() === 'k' && !shiftKey && (mac ? metaKey && !ctrlKey : ctrlKey && !metaKey);
}

export const isMac = (): boolean => /^(Mac|iP)/.test(navigator.platform);

// What stands on the key that goes with another one.
export const modifier = (): string => (isMac() ? '⌘' : words.control);

// Fields take letters; so do lists one chooses from by typing.
export function isField(element: Element | null): boolean {
  return (
    element instanceof HTMLElement &&
    (element.isContentEditable || element.matches('input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [role=menu], [role=menu] *'))
  );
}

export const isInDialog = (): boolean => document.querySelector('[role=dialog][aria-modal=true]') !== null;
