import type { Control } from '../wire/control';

// What others have to read.
export type Said = Extract<Control, { type: 'wish' | 'chat' }>;

// The machine ends a session that says more than 20 of these at once and then two a second (PROTOCOL.md, Chat). What the network
// held up arrives at once: with this, no more than 20 do, even after the longest silence that a session survives.
export const AT_ONCE = 4;
export const EVERY_MS = 1_000;
const WAITING_CAP = 20;

interface Waiting {
  message: Said;
  done: (isSent: boolean) => void;
}

// Says what others have to read, not faster than the machine bears: wishes before words, else in its order.
export class Talk {
  private left = AT_ONCE;
  private since = Date.now();
  private waiting: Waiting[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isOver = false;

  constructor(private readonly send: (message: Said) => void) {}

  // `done` runs when it is sent, or never will be. False: too much waits already, and this does not.
  say(message: Said, done: (isSent: boolean) => void = () => {}): boolean {
    const [wishes, words] = [this.of('wish'), this.of('chat')];
    const own = message.type === 'wish' ? wishes : words;
    if (this.isOver || own.length >= WAITING_CAP) return false;
    own.push({ message, done });
    this.waiting = [...wishes, ...words];
    this.flush();
    return true;
  }

  // What waits of this kind is not said any more.
  drop(type: Said['type']): void {
    const dropped = this.of(type);
    this.waiting = this.waiting.filter(({ message }) => message.type !== type);
    for (const { done } of dropped) done(false);
  }

  // The session is.
  over(): void {
    this.isOver = true;
    clearTimeout(this.timer);
    this.drop('wish');
    this.drop('chat');
  }

  private of(type: Said['type']): Waiting[] {
    return this.waiting.filter(({ message }) => message.type === type);
  }

  private flush(): void {
    clearTimeout(this.timer);
    const whole = Math.floor((Date.now() - this.since) / EVERY_MS);
    this.left = Math.min(AT_ONCE, this.left + whole);
    this.since = this.left === AT_ONCE ? Date.now() : this.since + whole * EVERY_MS;
    while (this.left > 0 && this.waiting.length > 0) {
      const { message, done } = this.waiting.shift()!;
      this.left -= 1;
      this.send(message);
      done(true);
    }
    if (this.waiting.length > 0) this.timer = setTimeout(() => this.flush(), this.since + EVERY_MS - Date.now());
  }
}
