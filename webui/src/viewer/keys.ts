// X11 keysyms (X.Org, keysymdef.h) and the DOM codes noVNC turns into scan codes, for keys a browser does not let through
// or a touch screen does not have.
import { keyWords as words } from './keyWords';

export interface Key {
  label: string;
  keysym: number;
  code: string;
}

export const MODIFIERS = {
  control: { label: words.control, keysym: 0xffe3, code: 'ControlLeft' },
  alt: { label: words.alt, keysym: 0xffe9, code: 'AltLeft' },
  shift: { label: words.shift, keysym: 0xffe1, code: 'ShiftLeft' },
  super: { label: words.super, keysym: 0xffeb, code: 'MetaLeft' },
} satisfies Record<string, Key>;
export type Modifier = keyof typeof MODIFIERS;

const DELETE: Key = { label: words.delete, keysym: 0xffff, code: 'Delete' };
const ESCAPE: Key = { label: words.escape, keysym: 0xff1b, code: 'Escape' };
const TAB: Key = { label: words.tab, keysym: 0xff09, code: 'Tab' };

export const SINGLE_KEYS: readonly Key[] = [
  ESCAPE,
  TAB,
  { label: words.insert, keysym: 0xff63, code: 'Insert' },
  DELETE,
  { label: words.home, keysym: 0xff50, code: 'Home' },
  { label: words.end, keysym: 0xff57, code: 'End' },
  { label: words.pageUp, keysym: 0xff55, code: 'PageUp' },
  { label: words.pageDown, keysym: 0xff56, code: 'PageDown' },
  { label: words.print, keysym: 0xff61, code: 'PrintScreen' },
  { label: words.pause, keysym: 0xff13, code: 'Pause' },
  { label: words.menu, keysym: 0xff67, code: 'ContextMenu' },
];

export const FUNCTION_KEYS: readonly Key[] = Array.from({ length: 12 }, (_, index) => ({
  label: `F${index + 1}`,
  keysym: 0xffbe + index,
  code: `F${index + 1}`,
}));

// Keys that are pressed in this order and let go in the other.
export interface Chord {
  label: string;
  keys: readonly Key[];
}

const chord = (...keys: Key[]): Chord => ({ label: keys.map(({ label }) => label).join(' + '), keys });

export const CHORDS: readonly Chord[] = [
  chord(MODIFIERS.control, MODIFIERS.alt, DELETE),
  chord(MODIFIERS.super),
  chord(MODIFIERS.alt, TAB),
  chord(MODIFIERS.alt, FUNCTION_KEYS[3]!),
  chord(MODIFIERS.control, ESCAPE),
];

const CONTROL_KEYSYMS: Readonly<Record<string, number>> = { '\n': 0xff0d, '\r': 0xff0d, '\t': 0xff09, '\b': 0xff08 };

// The keysym of a typed character: Latin-1 as it is, all others as Unicode keysyms. Nothing: no key makes this character.
export function keysymOf(character: string): number | undefined {
  const control = CONTROL_KEYSYMS[character];
  if (control !== undefined) return control;
  const codePoint = character.codePointAt(0);
  if (codePoint === undefined || codePoint < 0x20 || (codePoint >= 0x7f && codePoint < 0xa0)) return undefined;
  return codePoint <= 0xff ? codePoint : 0x01000000 + codePoint;
}

export const BACKSPACE: Key = { label: words.backspace, keysym: 0xff08, code: 'Backspace' };

interface Keyboard {
  sendKey(keysym: number, code: string | null, down?: boolean): void;
}

export function press(keyboard: Keyboard, keys: readonly Key[]): void {
  for (const key of keys) keyboard.sendKey(key.keysym, key.code, true);
  for (const key of [...keys].reverse()) keyboard.sendKey(key.keysym, key.code, false);
}

// Without a code: which key has the character depends on the layout there, and the machine finds it.
export function type(keyboard: Keyboard, text: string): void {
  for (const character of text) {
    const keysym = keysymOf(character);
    if (keysym !== undefined) keyboard.sendKey(keysym, null);
  }
}
