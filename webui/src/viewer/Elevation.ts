import { PASSWORD_CAP, type Control, type ElevationState, type ElevationWhy } from '../wire/control';
import { decodeTerminal, INPUT_CAP, type TerminalAction, type TerminalMessage, type TerminalSize } from '../wire/terminal';
import { WireError } from '../wire/reader';

export type { ElevationState, ElevationWhy, TerminalAction };

export interface ElevationNow {
  state: ElevationState;
  // Why it is off, when it was asked for or had.
  why: ElevationWhy;
  // Date.now() from which a name and password are checked again.
  from: number;
}

// What a program in the terminal left with; or it went with the administrator's rights, or with the session.
export type TerminalEnd = number | 'rights' | 'session';

export interface TerminalEvents {
  // The bytes are looked at only during the call.
  output(bytes: Uint8Array): void;
  // Last event. Not sent after close().
  ended(end: TerminalEnd): void;
}

// A program that runs at the machine as its administrator.
export interface TerminalRun {
  input(bytes: Uint8Array): void;
  resize(size: TerminalSize): void;
  close(): void;
}

interface Run {
  events: TerminalEvents;
  open: () => void;
}

const OFF: ElevationNow = { state: 'off', why: 'none', from: 0 };

export function isPasswordTooLong(password: string): boolean {
  return new TextEncoder().encode(password).length > PASSWORD_CAP;
}

// The rights of the machine's administrator in one session, and the one terminal that comes with them (PROTOCOL.md, section
// 2). The machine decides; this asks, and keeps what it said.
export class Elevation {
  // The session is: nothing is said any more.
  isOver = false;

  private now = OFF;
  private wasOn = false;
  private readonly listeners = new Set<() => void>();
  private run: Run | undefined;
  // The machine has not yet said that the run before is over: what it still sends belongs to that one.
  private isClosing = false;

  constructor(
    private readonly out: {
      control(message: Control): void;
      terminal(message: TerminalMessage): void;
    },
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getSnapshot = (): ElevationNow => this.now;

  // The person at the machine is to name an administrator.
  askPerson(): void {
    if (this.isOver || this.now.state !== 'off') return;
    this.set({ ...OFF, state: 'asking' });
    this.out.control({ type: 'elevate', mode: 'person', user: '', password: new Uint8Array() });
  }

  // The name and password of an administrator of the machine.
  transmit(user: string, password: string): void {
    if (this.isOver || this.now.state !== 'off') return;
    this.set({ ...OFF, state: 'checking' });
    const bytes = new TextEncoder().encode(password);
    this.out.control({ type: 'elevate', mode: 'viewer', user, password: bytes });
    bytes.fill(0);
  }

  // Or is not asked for any more.
  giveBack(): void {
    if (this.isOver || this.now.state === 'off') return;
    this.out.control({ type: 'elevate', mode: 'back', user: '', password: new Uint8Array() });
  }

  // Only while the rights are there, and after the run before has ended or was closed.
  open(action: TerminalAction, argument: string, size: TerminalSize, events: TerminalEvents): TerminalRun {
    const run: Run = { events, open: () => this.out.terminal({ type: 'open', action, argument, ...size }) };
    const isCurrent = () => this.run === run;
    if (this.isOver || this.now.state !== 'on') {
      queueMicrotask(() => events.ended(this.isOver ? 'session' : 'rights'));
      return { input: () => {}, resize: () => {}, close: () => {} };
    }
    this.run = run;
    if (!this.isClosing) run.open();
    return {
      input: (bytes) => {
        for (let at = 0; at < bytes.length && isCurrent() && !this.isClosing; at += INPUT_CAP) {
          this.out.terminal({ type: 'bytes', bytes: bytes.subarray(at, at + INPUT_CAP) });
        }
      },
      resize: ({ columns, rows }) => {
        if (!isCurrent()) return;
        if (!this.isClosing) this.out.terminal({ type: 'resize', columns, rows });
        else run.open = () => this.out.terminal({ type: 'open', action, argument, columns, rows });
      },
      close: () => {
        if (!isCurrent()) return;
        this.run = undefined;
        if (this.isClosing) return; // it was never opened
        this.isClosing = true;
        this.out.terminal({ type: 'close' });
      },
    };
  }

  // The machine said how it stands.
  heard({ state, why, wait }: Extract<Control, { type: 'elevation' }>): void {
    this.wasOn ||= state === 'on';
    this.set({ state, why: state === 'off' ? why : 'none', from: Date.now() + wait * 1000 });
    if (state === 'on') return;
    this.isClosing = false;
    this.endRun('rights');
  }

  // A frame of the terminal. Throws WireError when the machine broke the protocol.
  received(payload: Uint8Array): void {
    const message = decodeTerminal(payload);
    if (!this.wasOn || (message.type !== 'bytes' && message.type !== 'ended')) {
      throw new WireError('the terminal is the viewer’s to open');
    }
    if (this.isClosing) {
      if (message.type === 'ended') this.closed();
    } else if (message.type === 'bytes') {
      this.run?.events.output(message.bytes);
    } else {
      this.endRun(message.status);
    }
  }

  // The session is over.
  over(): void {
    this.isOver = true;
    this.set(OFF);
    this.endRun('session');
  }

  private closed(): void {
    this.isClosing = false;
    this.run?.open();
  }

  private endRun(end: TerminalEnd): void {
    const { run } = this;
    this.run = undefined;
    run?.events.ended(end);
  }

  private set(now: ElevationNow): void {
    this.now = now;
    for (const listener of this.listeners) listener();
  }
}
