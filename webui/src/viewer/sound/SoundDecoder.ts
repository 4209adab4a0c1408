import type { SoundPacket } from '../../wire/sound';
import { RATE, type Before } from './JitterBuffer';
import type { PlayerInput } from './player.worklet';

const PACKET_US = 20_000;
const CONFIG: AudioDecoderConfig = { codec: 'opus', sampleRate: RATE, numberOfChannels: 2 };
const QUEUE = 25; // packets; a page that is so far behind leaves out what comes
const FAILURES = 5; // decoders that gave up, since one lasted

export type WithoutSound = 'insecure' | 'unsupported';

// Why this browser can't play the machine's sound. `insecure`: it could on a page that came over HTTPS.
export function whyNoSound(): WithoutSound | undefined {
  if (!globalThis.isSecureContext) return 'insecure';
  const has = 'AudioDecoder' in globalThis && 'AudioWorkletNode' in globalThis;
  return has ? undefined : 'unsupported';
}

export interface SoundDecoderEvents {
  decoded(samples: PlayerInput): void;
  // It is of no more use.
  failed(): void;
}

// Packets of Opus become samples, in order, with what is missing between them. Losses are counted, not repaired here.
export class SoundDecoder {
  // Packets, counted on: dropped on the way, or here.
  lost = 0;

  private decoder: AudioDecoder | undefined;
  private failures = 0;
  private next: { number: number; microseconds: number } | undefined;
  private readonly before = new Map<number, Before>(); // by the time of the packet that follows
  private missing = 0;

  constructor(private readonly events: SoundDecoderEvents) {}

  take({ number, microseconds, opus }: SoundPacket): void {
    const { next } = this;
    // A recorder that began anew counts time anew; of such a packet nothing is known.
    const step = next ? microseconds - next.microseconds : 0;
    const gone = next && number > next.number ? number - next.number : 0;
    this.lost += gone;
    this.missing += gone;
    this.next = { number: number + 1, microseconds: microseconds + PACKET_US };
    const decoder = this.open();
    if (!decoder) return;
    if (decoder.decodeQueueSize > QUEUE) {
      this.lost += 1;
      this.missing += 1;
      return;
    }
    const silence = !next || step < 0 || step > (gone + 2) * PACKET_US;
    if (this.missing > 0 || silence) this.before.set(microseconds, { missing: this.missing, silence });
    this.missing = 0;
    try {
      decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp: microseconds, data: opus }));
    } catch {
      this.failed(decoder);
    }
  }

  close(): void {
    this.failures = FAILURES;
    this.end();
  }

  private open(): AudioDecoder | undefined {
    if (this.decoder || this.failures >= FAILURES) return this.decoder;
    const decoder = new AudioDecoder({
      output: (data) => this.output(decoder, data),
      error: () => this.failed(decoder),
    });
    this.decoder = decoder;
    try {
      decoder.configure(CONFIG);
    } catch {
      this.failed(decoder);
    }
    return this.decoder;
  }

  private output(decoder: AudioDecoder, data: AudioData): void {
    if (decoder !== this.decoder) {
      data.close();
      return;
    }
    this.failures = 0;
    const left = new Float32Array(data.numberOfFrames);
    const right = new Float32Array(data.numberOfFrames);
    data.copyTo(left, { planeIndex: 0, format: 'f32-planar' });
    data.copyTo(right, { planeIndex: Math.min(1, data.numberOfChannels - 1), format: 'f32-planar' });
    const before = this.takeBefore(data.timestamp);
    data.close();
    this.events.decoded({ left, right, before });
  }

  // Decoders may shift the time that they were given a little.
  private takeBefore(microseconds: number): Before {
    const all: Before = { missing: 0, silence: false };
    for (const [time, one] of this.before) {
      if (time > microseconds + PACKET_US / 2) break;
      all.missing += one.missing;
      all.silence ||= one.silence;
      this.before.delete(time);
      if (time > microseconds - PACKET_US / 2) break; // what follows may be of a recorder that began anew
    }
    return all;
  }

  private failed(decoder: AudioDecoder): void {
    if (decoder !== this.decoder) return;
    this.failures += 1;
    this.lost += 1;
    this.end();
    if (this.failures >= FAILURES) this.events.failed();
  }

  private end(): void {
    const { decoder } = this;
    this.decoder = undefined;
    this.before.clear();
    if (decoder && decoder.state !== 'closed') decoder.close();
  }
}
