import { CONTROL_CAP } from './control';
import { ByteReader, WireError } from './reader';
import { SOUND_CAP } from './sound';

export const CHANNEL = { control: 0, rfb: 1, sound: 3, terminal: 6 } as const;
export type Channel = (typeof CHANNEL)[keyof typeof CHANNEL];

const HEADER = 4;
// Payload bytes a frame may have (PROTOCOL.md, section 2).
export const FRAME_CAP = 262_144;

// Of the others it is FRAME_CAP.
const CAPS: Readonly<Partial<Record<Channel, number>>> = { [CHANNEL.control]: CONTROL_CAP, [CHANNEL.sound]: SOUND_CAP };

const CHANNELS: ReadonlySet<number> = new Set(Object.values(CHANNEL));

// Cuts the byte stream into frames. Those of control, of sound and of the terminal are messages, held back
// until they are whole. RFB is a stream cut anywhere, so its bytes are handed on as they arrive, as views of what was fed:
// nothing is copied or kept.
export class FrameReader {
  private readonly header = new Uint8Array(HEADER);
  private headerFilled = 0;
  private channel: Channel = CHANNEL.control;
  private missing = 0;
  private held = new Uint8Array(CONTROL_CAP);
  private heldFilled = 0;

  // `take` gets bytes that are valid only during the call. Throws WireError when the other side broke the protocol.
  feed(bytes: Uint8Array, take: (channel: Channel, payload: Uint8Array) => void): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.missing === 0) {
        this.header[this.headerFilled++] = bytes[at++]!;
        if (this.headerFilled === HEADER) this.begin();
        continue;
      }
      const piece = bytes.subarray(at, at + this.missing);
      at += piece.length;
      this.missing -= piece.length;
      if (this.channel === CHANNEL.rfb) {
        take(CHANNEL.rfb, piece);
      } else {
        this.held.set(piece, this.heldFilled);
        this.heldFilled += piece.length;
        if (this.missing === 0) take(this.channel, this.held.subarray(0, this.heldFilled));
      }
    }
  }

  private begin(): void {
    const word = new ByteReader(this.header).u32();
    const channel = word >>> 24;
    const length = word & 0xffffff;
    if (!isChannel(channel)) throw new WireError(`no such channel (${channel})`);
    if (length === 0) throw new WireError('an empty frame');
    if (length > (CAPS[channel] ?? FRAME_CAP)) {
      throw new WireError(`a frame of ${length} bytes on channel ${channel}`);
    }
    this.headerFilled = 0;
    this.heldFilled = 0;
    if (channel !== CHANNEL.rfb && length > this.held.length) this.held = new Uint8Array(length);
    this.channel = channel;
    this.missing = length;
  }
}

const isChannel = (value: number): value is Channel => CHANNELS.has(value);

// Makes frames in one buffer that it uses again and again: what it hands out is valid until the next call.
export class FrameWriter {
  private buffer = new Uint8Array(16 * 1024);

  // One frame; `payload` is 1 to FRAME_CAP bytes.
  frame(channel: Channel, payload: Uint8Array): Uint8Array<ArrayBuffer> {
    const size = HEADER + payload.length;
    if (size > this.buffer.length) this.buffer = new Uint8Array(size);
    new DataView(this.buffer.buffer).setUint32(0, channel * 2 ** 24 + payload.length);
    this.buffer.set(payload, HEADER);
    return this.buffer.subarray(0, size);
  }
}
