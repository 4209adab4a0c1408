import { ByteReader, WireError } from './reader';

// Bytes of Opus in one packet (RFC 6716, 3.2.1).
export const PACKET_CAP = 1275;

const STATES = ['there', 'missing'] as const;
// `missing`: the machine has no sound server or no output just now.
export type MachineSound = (typeof STATES)[number];

// 20 ms of what the machine plays.
export interface SoundPacket {
  number: number;
  // When it was heard, from any begin.
  microseconds: number;
  opus: Uint8Array;
}

// The messages of channel 3, one a frame (PROTOCOL.md, section 2).
export type SoundMessage =
  | { type: 'listen'; isOn: boolean }
  | { type: 'heard'; number: number }
  | { type: 'sound'; state: MachineSound }
  | ({ type: 'packet' } & SoundPacket);

const TYPE = { listen: 1, heard: 2, sound: 3, packet: 4 } as const;
const PACKET_HEADER = 1 + 4 + 8;

// The longest of them.
export const SOUND_CAP = PACKET_HEADER + PACKET_CAP;

// The payload of one frame; throws WireError unless it is exactly one message. Opus is a view of the payload.
export function decodeSound(payload: Uint8Array): SoundMessage {
  const reader = new ByteReader(payload);
  const message = readSound(reader);
  reader.end();
  return message;
}

function readSound(reader: ByteReader): SoundMessage {
  const type = reader.u8();
  switch (type) {
    case TYPE.listen:
      return { type: 'listen', isOn: reader.flag() };
    case TYPE.heard:
      return { type: 'heard', number: reader.u32() };
    case TYPE.sound: {
      const state = STATES[reader.u8() - 1];
      if (!state) throw new WireError('no such state of the sound');
      return { type: 'sound', state };
    }
    case TYPE.packet: {
      const number = reader.u32();
      const microseconds = Number(reader.u64());
      const opus = reader.rest();
      if (opus.length === 0 || opus.length > PACKET_CAP) throw new WireError('a packet of sound that is none');
      return { type: 'packet', number, microseconds, opus };
    }
    default:
      throw new WireError(`no such message of the sound (${type})`);
  }
}

// The payload of one frame.
export function encodeSound(message: SoundMessage): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(SOUND_CAP);
  const view = new DataView(bytes.buffer);
  bytes[0] = TYPE[message.type];
  switch (message.type) {
    case 'listen':
      view.setUint8(1, message.isOn ? 1 : 0);
      return bytes.subarray(0, 2);
    case 'heard':
      view.setUint32(1, message.number);
      return bytes.subarray(0, 5);
    case 'sound':
      view.setUint8(1, STATES.indexOf(message.state) + 1);
      return bytes.subarray(0, 2);
    case 'packet':
      view.setUint32(1, message.number);
      view.setBigUint64(5, BigInt(message.microseconds));
      bytes.set(message.opus, PACKET_HEADER);
      return bytes.subarray(0, PACKET_HEADER + message.opus.length);
  }
}
