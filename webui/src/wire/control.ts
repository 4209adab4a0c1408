import { ByteReader, WireError } from './reader';
import { closeReasonFrom, closeReasonNumber, type CloseReason } from './reason';

export const VERSION = 1;

const STATES = ['starting', 'waiting', 'open'] as const;
export type SessionState = (typeof STATES)[number];

// The messages of channel 0, one a frame (PROTOCOL.md, section 2).
export type Control =
  | { type: 'viewer_hello'; version: number }
  | { type: 'state'; state: SessionState; permissions: number }
  | { type: 'close'; reason: CloseReason }
  | { type: 'ping'; opaque: bigint }
  | { type: 'pong'; opaque: bigint };

const TYPE = { viewer_hello: 1, state: 2, close: 3, ping: 4, pong: 5 } as const;

// The longest of them; a longer frame on channel 0 is refused before it is all there.
export const CONTROL_CAP = 9;

// The payload of one frame; throws WireError unless it is exactly one message.
export function decodeControl(payload: Uint8Array): Control {
  const reader = new ByteReader(payload);
  const message = readControl(reader);
  reader.end();
  return message;
}

function readControl(reader: ByteReader): Control {
  const type = reader.u8();
  switch (type) {
    case TYPE.viewer_hello:
      return { type: 'viewer_hello', version: reader.u16() };
    case TYPE.state: {
      const state = STATES[reader.u8() - 1];
      if (!state) throw new WireError('no such session state');
      return { type: 'state', state, permissions: reader.u32() };
    }
    case TYPE.close: {
      const reason = closeReasonFrom(reader.u8());
      if (!reason) throw new WireError('no such close reason');
      return { type: 'close', reason };
    }
    case TYPE.ping:
      return { type: 'ping', opaque: reader.u64() };
    case TYPE.pong:
      return { type: 'pong', opaque: reader.u64() };
    default:
      throw new WireError(`no such control message (${type})`);
  }
}

// The payload of one frame.
export function encodeControl(message: Control): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(CONTROL_CAP);
  const view = new DataView(bytes.buffer);
  bytes[0] = TYPE[message.type];
  switch (message.type) {
    case 'viewer_hello':
      view.setUint16(1, message.version);
      return bytes.subarray(0, 3);
    case 'state':
      view.setUint8(1, STATES.indexOf(message.state) + 1);
      view.setUint32(2, message.permissions);
      return bytes.subarray(0, 6);
    case 'close':
      view.setUint8(1, closeReasonNumber(message.reason));
      return bytes.subarray(0, 2);
    case 'ping':
    case 'pong':
      view.setBigUint64(1, message.opaque);
      return bytes;
  }
}
