import { WireError } from '../../wire/reader';
import { decodeSound, type MachineSound, type SoundMessage, type SoundPacket } from '../../wire/sound';

export type { MachineSound, SoundPacket };

// The machine is told so often at most which packet arrived last, and so late at most (PROTOCOL.md, Sound).
const TELL_MS = 80;

// What the machine plays, in one session. The machine decides whether it may be heard; this asks, and hands on what comes.
export class SoundChannel {
  private state: MachineSound | undefined; // once it was asked
  private take: ((packet: SoundPacket) => void) | undefined;
  private isOver = false;
  private readonly listeners = new Set<() => void>();
  private last = 0;
  private toldAt = -Infinity;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly send: (message: SoundMessage) => void) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  // What the machine said last. Nothing: it was not asked.
  readonly getSnapshot = (): MachineSound | undefined => this.state;

  // `take` gets each packet from now on; its bytes are looked at only during the call.
  listen(take: (packet: SoundPacket) => void): void {
    if (this.isOver) return;
    this.take = take;
    this.send({ type: 'listen', isOn: true });
  }

  stop(): void {
    if (!this.take) return;
    this.take = undefined;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.set(undefined);
    if (!this.isOver) this.send({ type: 'listen', isOn: false });
  }

  // A frame. Throws WireError when the machine broke the protocol.
  received(payload: Uint8Array): void {
    const message = decodeSound(payload);
    switch (message.type) {
      case 'listen':
      case 'heard':
        throw new WireError('that is the viewer’s to say');
      case 'sound':
        if (this.take) this.set(message.state);
        return;
      case 'packet':
        // What was on its way when nobody listened any more.
        if (!this.take) return;
        this.tell(message.number);
        this.take(message);
        return;
    }
  }

  // The session is.
  over(): void {
    this.isOver = true;
    this.stop();
  }

  private tell(number: number): void {
    this.last = number;
    const wait = this.toldAt + TELL_MS - performance.now();
    if (wait <= 0) this.tellNow();
    else this.timer ??= setTimeout(() => this.tellNow(), wait);
  }

  private tellNow(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.toldAt = performance.now();
    this.send({ type: 'heard', number: this.last });
  }

  private set(state: MachineSound | undefined): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}
