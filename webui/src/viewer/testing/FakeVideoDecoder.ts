import { vi } from 'vitest';

// WebCodecs as far as the viewer uses it: decodes only when told to.
export class FakeVideoDecoder {
  static all: FakeVideoDecoder[] = [];
  static get open() {
    return FakeVideoDecoder.all.filter(({ state }) => state !== 'closed');
  }

  state: 'unconfigured' | 'configured' | 'closed' = 'unconfigured';
  codecs: string[] = [];
  chunks: FakeChunk[] = [];

  constructor(private readonly init: { output(frame: FakeFrame): void; error(error: Error): void }) {
    FakeVideoDecoder.all.push(this);
  }

  configure({ codec }: { codec: string }): void {
    this.state = 'configured';
    this.codecs.push(codec);
  }

  decode(chunk: FakeChunk): void {
    if (chunk.data[0] === 0xff) throw new TypeError('no chunk at all');
    this.chunks.push(chunk);
  }

  close(): void {
    this.state = 'closed';
  }

  // The picture of the chunk at `index` comes out.
  put(index: number, width: number, height: number): FakeFrame {
    const frame = new FakeFrame(this.chunks[index]!.timestamp, width, height);
    this.init.output(frame);
    return frame;
  }

  break(): void {
    this.state = 'closed';
    this.init.error(new Error('decoding failed'));
  }
}

class FakeChunk {
  readonly type: string;
  readonly timestamp: number;
  readonly data: Uint8Array;

  constructor({ type, timestamp, data }: { type: string; timestamp: number; data: Uint8Array }) {
    [this.type, this.timestamp, this.data] = [type, timestamp, data.slice()];
  }
}

export class FakeFrame {
  constructor(
    readonly timestamp: number,
    public displayWidth: number,
    public displayHeight: number,
  ) {}

  close(): void {
    this.displayWidth = 0;
    this.displayHeight = 0;
  }

  get isClosed(): boolean {
    return this.displayWidth === 0;
  }
}

export function fakeWebCodecs(): void {
  FakeVideoDecoder.all = [];
  vi.stubGlobal('VideoDecoder', FakeVideoDecoder);
  vi.stubGlobal('EncodedVideoChunk', FakeChunk);
  vi.stubGlobal('OffscreenCanvas', class {});
}
