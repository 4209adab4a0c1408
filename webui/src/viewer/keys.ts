// X11 keysyms (X.Org, keysymdef.h) and the DOM codes noVNC turns into scan codes, for keys a browser does not let through
// or a touch screen does not have.
export interface Key {
  label: string;
  keysym: number;
  code: string;
}

export const MODIFIERS = {
  control: { label: 'Ctrl', keysym: 0xffe3, code: 'ControlLeft' },
  alt: { label: 'Alt', keysym: 0xffe9, code: 'AltLeft' },
  shift: { label: 'Shift', keysym: 0xffe1, code: 'ShiftLeft' },
  super: { label: 'Super', keysym: 0xffeb, code: 'MetaLeft' },
} satisfies Record<string, Key>;
export type Modifier = keyof typeof MODIFIERS;

const DELETE: Key = { label: 'Delete', keysym: 0xffff, code: 'Delete' };
const ESCAPE: Key = { label: 'Esc', keysym: 0xff1b, code: 'Escape' };
const TAB: Key = { label: 'Tab', keysym: 0xff09, code: 'Tab' };

export const SINGLE_KEYS: readonly Key[] = [
  ESCAPE,
  TAB,
  { label: 'Insert', keysym: 0xff63, code: 'Insert' },
  DELETE,
  { label: 'Home', keysym: 0xff50, code: 'Home' },
  { label: 'End', keysym: 0xff57, code: 'End' },
  { label: 'PgUp', keysym: 0xff55, code: 'PageUp' },
  { label: 'PgDn', keysym: 0xff56, code: 'PageDown' },
  { label: 'PrtSc', keysym: 0xff61, code: 'PrintScreen' },
  { label: 'Pause', keysym: 0xff13, code: 'Pause' },
  { label: 'Menu', keysym: 0xff67, code: 'ContextMenu' },
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

export const CHORDS: readonly Chord[] = [
  { label: 'Ctrl + Alt + Delete', keys: [MODIFIERS.control, MODIFIERS.alt, DELETE] },
  { label: 'Super', keys: [MODIFIERS.super] },
  { label: 'Alt + Tab', keys: [MODIFIERS.alt, TAB] },
  { label: 'Alt + F4', keys: [MODIFIERS.alt, FUNCTION_KEYS[3]!] },
  { label: 'Ctrl + Esc', keys: [MODIFIERS.control, ESCAPE] },
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

export const BACKSPACE: Key = { label: 'Backspace', keysym: 0xff08, code: 'Backspace' };

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
