import { Picture } from './Picture';
import { describeUnit } from './unit';

export interface ContextEvents {
  // Milliseconds from the unit going in to the picture coming out.
  decoded(took: number): void;
  // Last event: the decoder is closed, and what it owed is blank. `stalled`: it said nothing at all any more.
  failed(error: unknown, stalled: boolean): void;
}

// A decoder that owes a picture for so long will never give it.
const STALL_MS = 3000;
// noVNC takes no further update before one is drawn, so only a single update that is none of ours brings so many.
const OWED_CAP = 32;

// What our machines send. Chromium takes a stream that does not name all of it for BT.709 with the limited range.
const COLORS: VideoColorSpaceInit = { matrix: 'smpte170m', fullRange: true, primaries: 'bt709', transfer: 'iec61966-2-1' };

// One moving part of the screen with the decoder of its pictures, each of which may need those before it.
export class Context {
  private decoder: VideoDecoder | undefined;
  private codec: string | undefined;
  private count = 0;
  private isRetiring = false;
  private isClosed = false;
  private watch: ReturnType<typeof setTimeout> | undefined;
  // By the time stamp that decoder and chunk share, in order.
  private readonly owed = new Map<number, { picture: Picture; since: number }>();

  constructor(
    private readonly width: number,
    private readonly height: number,
    private readonly events: ContextEvents,
  ) {}

  get isOver(): boolean {
    return this.isClosed;
  }

  // One access unit, whatever number of slices it has. Nothing: it can't be decoded without one that never came.
  // Its bytes are only looked at during the call.
  decode(bytes: Uint8Array): Picture | undefined {
    const { isKey, codec } = describeUnit(bytes);
    if (!this.decoder && !(isKey && codec)) return undefined;
    const picture = new Picture();
    const timestamp = (this.count += 1);
    this.owed.set(timestamp, { picture, since: performance.now() });
    try {
      if (this.owed.size > OWED_CAP) throw new Error('too many pictures at once');
      if (isKey && codec && codec !== this.codec) this.configure(codec);
      this.decoder?.decode(new EncodedVideoChunk({ type: isKey ? 'key' : 'delta', timestamp, data: bytes }));
      this.keepWatch();
    } catch (error) {
      this.fail(error);
    }
    return picture;
  }

  // No more units will come: what is being decoded may still be drawn.
  retire(): void {
    this.isRetiring = true;
    if (this.owed.size === 0) this.close();
  }

  // What is still being decoded becomes blank.
  close(): void {
    this.isClosed = true;
    clearTimeout(this.watch);
    if (this.decoder && this.decoder.state !== 'closed') this.decoder.close();
    this.decoder = undefined;
    const owed = [...this.owed.values()];
    this.owed.clear();
    for (const { picture } of owed) picture.drop();
  }

  private configure(codec: string): void {
    this.codec = codec;
    this.decoder ??= new VideoDecoder({
      output: (frame) => this.output(frame),
      error: (error) => this.fail(error),
    });
    const size = { codedWidth: this.width, codedHeight: this.height };
    this.decoder.configure({ codec, ...size, colorSpace: COLORS, optimizeForLatency: true });
  }

  private output(frame: VideoFrame): void {
    const found = this.owed.get(frame.timestamp);
    if (!found) return frame.close();
    this.owed.delete(frame.timestamp);
    if (frame.displayWidth < this.width || frame.displayHeight < this.height) {
      frame.close();
      found.picture.drop();
      return this.fail(new Error('a picture is smaller than its rectangle'));
    }
    found.picture.show(frame);
    this.events.decoded(performance.now() - found.since);
    this.keepWatch();
    if (this.isRetiring && this.owed.size === 0) this.close();
  }

  private keepWatch(): void {
    clearTimeout(this.watch);
    const [oldest] = this.owed.values();
    if (!oldest || this.isClosed) return;
    const left = oldest.since + STALL_MS - performance.now();
    this.watch = setTimeout(() => this.fail(new Error('the decoder gives no picture'), true), left);
  }

  private fail(error: unknown, stalled = false): void {
    if (this.isClosed) return;
    this.close();
    if (!this.isRetiring) this.events.failed(error, stalled);
  }
}
