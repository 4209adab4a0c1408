import { vi } from 'vitest';

// WebCodecs as far as the sound uses it: decodes only when told to.
export class FakeAudioDecoder {
  static all: FakeAudioDecoder[] = [];
  static refuses = false;

  state: 'unconfigured' | 'configured' | 'closed' = 'unconfigured';
  chunks: { timestamp: number; data: Uint8Array }[] = [];
  decodeQueueSize = 0;

  constructor(private readonly init: { output(data: unknown): void; error(error: Error): void }) {
    FakeAudioDecoder.all.push(this);
  }

  configure(): void {
    if (FakeAudioDecoder.refuses) throw new TypeError('no such codec');
    this.state = 'configured';
  }

  decode(chunk: { timestamp: number; data: Uint8Array }): void {
    this.chunks.push(chunk);
  }

  close(): void {
    this.state = 'closed';
  }

  // The samples of the chunk at `index` come out, all of this value, a little later than it was said.
  put(index: number, value: number, shift = 0): { isClosed: boolean } {
    const data = {
      isClosed: false,
      timestamp: this.chunks[index]!.timestamp + shift,
      numberOfFrames: 960,
      numberOfChannels: 2,
      copyTo: (to: Float32Array) => to.fill(value),
      close: () => (data.isClosed = true),
    };
    this.init.output(data);
    return data;
  }

  break(): void {
    this.state = 'closed';
    this.init.error(new Error('decoding failed'));
  }
}

export function fakeAudioCodecs(): void {
  FakeAudioDecoder.all = [];
  FakeAudioDecoder.refuses = false;
  vi.stubGlobal('AudioDecoder', FakeAudioDecoder);
  vi.stubGlobal(
    'EncodedAudioChunk',
    class {
      timestamp: number;
      data: Uint8Array;
      constructor({ timestamp, data }: { timestamp: number; data: Uint8Array }) {
        [this.timestamp, this.data] = [timestamp, data.slice()];
      }
    },
  );
}
