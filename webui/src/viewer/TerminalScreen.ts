import '@xterm/xterm/css/xterm.css';
import './sheetElement';

import { FitAddon } from '@xterm/addon-fit';
import { Terminal, type ITheme } from '@xterm/xterm';

import type { TerminalSize } from '../wire/terminal';
import { terminalWords as words } from './terminalWords';
import { isLeaveChord } from './useFocusModel';

export interface TerminalScreenEvents {
  typed(bytes: Uint8Array): void;
  resized(size: TerminalSize): void;
  selected(hasSelection: boolean): void;
}

// Bytes that may wait to be drawn. A program that writes faster is not waited for: some of its output is left out.
const WAITING_CAP = 4 * 1024 * 1024;
const SCROLLBACK = 5000;

const LOOKS: Readonly<Record<'light' | 'dark', ITheme>> = {
  dark: {
    background: '#0c1416', foreground: '#dfe8e8', cursor: '#7cbfb9', cursorAccent: '#0c1416', selectionBackground: '#2f5e5e',
    black: '#283739', red: '#ff8a80', green: '#7fd6a4', yellow: '#f0ad62', blue: '#8ab8ff', magenta: '#d9a5f0', cyan: '#7cd0d8', white: '#dfe8e8',
    brightBlack: '#93a6a7', brightRed: '#ffb3ac', brightGreen: '#a8e8c3', brightYellow: '#f5c996', brightBlue: '#b5d2ff', brightMagenta: '#e8c8f7',
    brightCyan: '#aae4ea', brightWhite: '#ffffff',
  },
  light: {
    background: '#ffffff', foreground: '#16201f', cursor: '#115f5a', cursorAccent: '#ffffff', selectionBackground: '#aad5d1',
    black: '#16201f', red: '#a82a20', green: '#1c6e45', yellow: '#8b4a0e', blue: '#1d4f9e', magenta: '#7a2f93', cyan: '#115f5a', white: '#566664',
    brightBlack: '#566664', brightRed: '#c2362b', brightGreen: '#1c7a4f', brightYellow: '#a95b12', brightBlue: '#2563c4', brightMagenta: '#9440b0',
    brightCyan: '#17736d', brightWhite: '#414f4e',
  },
};

// xterm.js, as this page uses it. What the machine writes can neither open a page nor reach the clipboard.
export class TerminalScreen {
  private readonly terminal: Terminal;
  private readonly fitting = new FitAddon();
  private readonly resizing: ResizeObserver;
  private waiting = 0;
  private isLeavingOut = false;

  constructor(target: HTMLElement, look: 'light' | 'dark', events: TerminalScreenEvents) {
    Terminal.strings.promptLabel = words.input;
    Terminal.strings.tooMuchOutput = words.tooMuch;
    const style = getComputedStyle(target);
    this.terminal = new Terminal({
      fontFamily: style.fontFamily,
      fontSize: parseFloat(style.fontSize),
      theme: LOOKS[look],
      minimumContrastRatio: 4.5,
      screenReaderMode: true,
      scrollback: SCROLLBACK,
      linkHandler: { activate: () => {} },
    });
    this.terminal.loadAddon(this.fitting);
    this.terminal.open(target);
    this.terminal.attachCustomKeyEventHandler((event) => this.takes(event));
    const encoder = new TextEncoder();
    this.terminal.onData((text) => events.typed(encoder.encode(text)));
    this.terminal.onBinary((text) => events.typed(Uint8Array.from(text, (char) => char.charCodeAt(0))));
    this.terminal.onSelectionChange(() => events.selected(this.terminal.hasSelection()));
    this.fitting.fit();
    this.terminal.onResize(() => events.resized(this.size));
    this.resizing = new ResizeObserver(() => this.fitting.fit());
    this.resizing.observe(target);
  }

  get size(): TerminalSize {
    return { columns: this.terminal.cols, rows: this.terminal.rows };
  }

  get selection(): string {
    return this.terminal.getSelection();
  }

  // Takes a copy of the bytes.
  write(bytes: Uint8Array): void {
    if (this.waiting + bytes.length > WAITING_CAP) {
      this.isLeavingOut = true;
      return;
    }
    this.waiting += bytes.length;
    this.terminal.write(bytes.slice(), () => {
      this.waiting -= bytes.length;
      if (!this.isLeavingOut || this.waiting > 0) return;
      this.isLeavingOut = false;
      this.terminal.write(`\x18\x1b[0m\r\n${words.leftOut}\r\n`); // CAN: out of a sequence that was cut
    });
  }

  setLook(look: 'light' | 'dark'): void {
    this.terminal.options.theme = LOOKS[look];
  }

  // Nothing is typed any more; what was written stays.
  freeze(): void {
    this.terminal.options.disableStdin = true;
    this.terminal.write('\x1b[?25l'); // no cursor
  }

  // As if it came from the clipboard.
  paste(text: string): void {
    this.terminal.paste(text);
    this.focus();
  }

  // As if its key were pressed. `arrow`: A up, B down, C right, D left.
  arrow(arrow: 'A' | 'B' | 'C' | 'D'): void {
    this.terminal.input(`\x1b${this.terminal.modes.applicationCursorKeysMode ? 'O' : '['}${arrow}`);
  }

  press(characters: string): void {
    this.terminal.input(characters);
  }

  focus(): void {
    this.terminal.focus();
  }

  dispose(): void {
    this.resizing.disconnect();
    this.terminal.dispose();
  }

  // Whether a key is the terminal's. Copying and pasting are the browser's: with Shift, as in other terminals, since Ctrl+C
  // interrupts there.
  private takes(event: KeyboardEvent): boolean {
    if (isLeaveChord(event)) return false;
    if (!event.ctrlKey || !event.shiftKey || event.altKey || event.metaKey) return true;
    if (event.code === 'KeyV') return false;
    if (event.code !== 'KeyC') return true;
    event.preventDefault();
    if (event.type === 'keydown' && this.selection !== '') void navigator.clipboard?.writeText(this.selection).catch(() => {});
    return false;
  }
}
