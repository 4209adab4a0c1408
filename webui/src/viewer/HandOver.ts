import { NAME_CAP, type Control, type Holder } from '../wire/control';
import { shownLine } from './shownText';
import type { Talk } from './Talk';

// A holder that says nothing for so long has agreed (PROTOCOL.md, Controls).
export const ANSWER_WITHIN_MS = 15_000;
// A click or a key that was on its way to something else when the question came is no answer to it.
export const ARMS_AFTER_MS = 500;

export interface HandOverNow {
  // Nothing: the machine has not said so, and takes keys and buttons of everybody who may.
  holder: Holder | undefined;
  // Of the other holder.
  name: string;
  // This viewer has asked for them.
  waits: boolean;
  // Who asks this viewer for them; empty: nobody.
  asking: string;
  // Others may use the machine, too.
  isShared: boolean;
  // Date.now() at which an answer to who asks begins to count.
  armedAt: number;
  // Date.now() at which they go over to who asks.
  until: number;
  news: HandOverNews | undefined;
}

// What has just happened: they came, another took them, or the holder would not give them. Told as one and the same until the next.
export interface HandOverNews {
  what: 'yours' | 'lost' | 'kept';
  name: string;
}

export const NOT_SAID: HandOverNow = { holder: undefined, name: '', waits: false, asking: '', isShared: false, armedAt: 0, until: 0, news: undefined };

// Who of several viewers holds the controls of the machine, and how they change hands (PROTOCOL.md, Controls). The machine
// decides; this asks, answers, and keeps what it said.
export class HandOver {
  private now = NOT_SAID;
  private tookBack = false;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly talk: Talk) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getSnapshot = (): HandOverNow => this.now;

  // For the controls. At once this viewer's where nobody has them.
  ask(): void {
    this.tookBack = false;
    this.talk.say({ type: 'wish', what: 'have' });
  }

  takeBack(): void {
    this.tookBack = true;
    this.talk.say({ type: 'wish', what: 'release' });
  }

  // To who asks.
  give(): void {
    if (this.isArmed()) this.letGo();
  }

  // To who asks, or to nobody.
  letGo(): void {
    if (this.now.holder === 'you') this.talk.say({ type: 'wish', what: 'release' });
  }

  // Who asks is told no.
  keep(): void {
    if (!this.isArmed() || !this.talk.say({ type: 'wish', what: 'keep' })) return;
    this.set({ ...this.now, asking: '' });
  }

  private isArmed(): boolean {
    return this.now.asking !== '' && Date.now() >= this.now.armedAt;
  }

  // The machine said how it stands.
  heard(message: Extract<Control, { type: 'controls' }>): void {
    const { holder, waits, isShared } = message;
    const name = shownLine(message.name, NAME_CAP);
    const asking = shownLine(message.asking, NAME_CAP);
    const before = this.now;
    const armedAt = asking === '' ? 0 : Date.now() + ARMS_AFTER_MS;
    const until = asking === '' ? 0 : Date.now() + ANSWER_WITHIN_MS;
    this.set({ holder, name, waits, asking, isShared, armedAt, until, news: this.newsIn(holder, waits, name) ?? before.news });
  }

  private newsIn(holder: Holder, waits: boolean, name: string): HandOverNews | undefined {
    const before = this.now;
    if (before.holder === undefined) return undefined;
    if (holder === 'you') return before.holder === 'you' ? undefined : { what: 'yours', name: '' };
    if (holder !== 'another') return undefined;
    if (before.holder === 'you') return { what: 'lost', name };
    return before.waits && !waits && !this.tookBack ? { what: 'kept', name } : undefined;
  }

  private set(now: HandOverNow): void {
    this.now = now;
    for (const listener of this.listeners) listener();
  }
}
