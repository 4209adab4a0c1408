import { Context } from './Context';
import type { Picture } from './Picture';

export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Needs {
  // A picture is missing, and with it all that build on it: this part is wanted anew.
  again(area: Area): void;
  // There is no use in going on. Said once.
  giveUp(): void;
  decoded(took: number): void;
}

// What is used of noVNC's receive queue (core/websock.js) and display (core/display.js).
interface Queue {
  rQwait(what: string, bytes: number, goBack?: number): boolean;
  rQshift32(): number;
  rQshiftBytes(length: number, copy: boolean): Uint8Array;
}
interface Display {
  videoFrame(x: number, y: number, width: number, height: number, picture: Picture): void;
}

const HEAD_SIZE = 8;
// noVNC's receive queue holds 40 MiB.
const LENGTH_CAP = 32 * 1024 * 1024;
const RESET = { this: 1, all: 2 } as const;
// Our machine uses one at a time; a browser has few decoders to give.
const CONTEXTS_CAP = 4;
const FAILURES_CAP = 3;
const FAILURES_WITHIN_MS = 60_000;
const AGAIN_MS = 1000;

// Open H.264 (encoding 50 of the RFB registry) by way of WebCodecs, in the place of noVNC's own decoder: see
// scripts/novnc.ts. One unit is one chunk; what can't be decoded is left out, and asked for again.
export default class H264Decoder {
  needs: Needs | undefined;

  // The oldest first.
  private contexts: { key: string; context: Context }[] = [];
  // Those that only owe their last pictures.
  private retiring: Context[] = [];
  private pictures: Picture[] = [];
  private failures: number[] = [];
  private hasDecoded = false;
  private isOff = false;
  private askedAt = -Infinity;
  private askLater: ReturnType<typeof setTimeout> | undefined;

  // Called by noVNC for a rectangle, again and again until it is all there.
  decodeRect(x: number, y: number, width: number, height: number, queue: Queue, display: Display): boolean {
    if (queue.rQwait('H.264 head', HEAD_SIZE)) return false;
    const length = queue.rQshift32();
    const flags = queue.rQshift32();
    if (length > LENGTH_CAP) throw new Error(`an H.264 rectangle has ${length} bytes`);
    if (queue.rQwait('H.264 unit', length, HEAD_SIZE)) return false;
    const bytes = queue.rQshiftBytes(length, false);

    const area = { x, y, width, height };
    if (flags & RESET.all) this.retire(() => true);
    else if (flags & RESET.this) this.retire((key) => key === keyOf(area));
    if (length === 0 || width === 0 || height === 0 || this.isOff) return true;

    const picture = this.contextOf(area).decode(bytes);
    if (picture) {
      clearTimeout(this.askLater);
      this.pictures = [...this.pictures.filter(({ isDone }) => !isDone), picture];
      display.videoFrame(x, y, width, height, picture);
    } else {
      this.ask(area);
    }
    return true;
  }

  // Of what came, some is still on its way through a decoder.
  get isDecoding(): boolean {
    return this.pictures.some(({ ready }) => !ready);
  }

  // Decoders are scarce: none is held from here on until another unit comes.
  forget(): void {
    clearTimeout(this.askLater);
    for (const context of this.retiring) context.close();
    for (const { context } of this.contexts) context.close();
    for (const picture of this.pictures) picture.drop();
    this.contexts = [];
    this.retiring = [];
    this.pictures = [];
  }

  private contextOf(area: Area): Context {
    const key = keyOf(area);
    const found = this.contexts.find((one) => one.key === key);
    this.contexts = this.contexts.filter((one) => one !== found);
    const one = found ?? { key, context: this.newContext(area) };
    this.contexts.push(one);
    this.retiring = this.retiring.filter((context) => !context.isOver);
    while (this.retiring.length + this.contexts.length > CONTEXTS_CAP) {
      (this.retiring.shift() ?? this.contexts.shift()?.context)?.close();
    }
    return one.context;
  }

  private newContext(area: Area): Context {
    const context: Context = new Context(area.width, area.height, {
      decoded: (took) => {
        this.hasDecoded = true;
        this.needs?.decoded(took);
      },
      failed: (error, stalled) => {
        console.warn('A picture could not be decoded.', error);
        this.contexts = this.contexts.filter((one) => one.context !== context);
        this.failed(area, stalled && !this.hasDecoded);
      },
    });
    return context;
  }

  private retire(isMeant: (key: string) => boolean): void {
    const meant = this.contexts.filter(({ key }) => isMeant(key));
    this.contexts = this.contexts.filter(({ key }) => !isMeant(key));
    for (const { context } of meant) {
      context.retire();
      this.retiring.push(context);
    }
  }

  private failed(area: Area, isHopeless: boolean): void {
    const now = performance.now();
    this.failures = [...this.failures.filter((at) => now - at < FAILURES_WITHIN_MS), now];
    if (isHopeless || this.failures.length >= FAILURES_CAP) {
      this.isOff = true;
      this.forget();
      this.needs?.giveUp();
    } else {
      this.askedAt = now;
      this.needs?.again(area);
    }
  }

  // Not for every unit: until the machine has heard it, more of them come that can't be decoded.
  private ask(area: Area): void {
    clearTimeout(this.askLater);
    const wait = this.askedAt + AGAIN_MS - performance.now();
    if (wait > 0) {
      this.askLater = setTimeout(() => this.ask(area), wait);
    } else {
      this.askedAt = performance.now();
      this.needs?.again(area);
    }
  }
}

function keyOf({ x, y, width, height }: Area): string {
  return `${x},${y},${width},${height}`;
}
