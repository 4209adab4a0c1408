import { ByteReader, WireError } from './reader';
import { closeReasonFrom, closeReasonNumber, type CloseReason } from './reason';

export const VERSION = 1;

// Of every session's handshake (PROTOCOL.md, section 2).
export const PROLOGUE = new TextEncoder().encode('gatehouse session');

const STATES = ['starting', 'waiting', 'open'] as const;
export type SessionState = (typeof STATES)[number];

const QUESTIONS = ['password', 'code'] as const;
export type Question = (typeof QUESTIONS)[number];

// Bytes of UTF-8.
export const ANSWER_CAP = 128;
export const USER_CAP = 64;
export const PASSWORD_CAP = 512;

// Of administrator's rights: who names the administrator; `back`: they are given back, or not asked for any more.
const MODES = ['back', 'person', 'viewer'] as const;
export type ElevateMode = (typeof MODES)[number];

const ELEVATIONS = ['off', 'asking', 'checking', 'on'] as const;
export type ElevationState = (typeof ELEVATIONS)[number];

// Why they are off.
const WHYS = ['none', 'declined', 'wrong', 'no_administrator', 'impossible', 'nobody', 'wait', 'ended'] as const;
export type ElevationWhy = (typeof WHYS)[number];

// Of the controls: who holds them.
const HOLDERS = ['nobody', 'you', 'another'] as const;
export type Holder = (typeof HOLDERS)[number];

// `release`: lets them go, or takes the wish back; `keep`: who asks is told no.
const WISHES = ['release', 'have', 'keep'] as const;
export type WishFor = (typeof WISHES)[number];

// Bytes of UTF-8.
export const NAME_CAP = 128;
export const CHAT_CAP = 1000;

// The messages of channel 0, one a frame (PROTOCOL.md, section 2).
export type Control =
  | { type: 'state'; state: SessionState; permissions: number }
  | { type: 'close'; reason: CloseReason }
  | { type: 'ping'; opaque: bigint }
  | { type: 'pong'; opaque: bigint }
  // `refused`: the last answer was wrong; `wait`: seconds in which another one counts for nothing.
  | { type: 'ask'; what: Question; refused: boolean; wait: number }
  | { type: 'answer'; text: string }
  // `password` is of whoever sends it, who wipes it; with another mode than `viewer` both are empty.
  | { type: 'elevate'; mode: ElevateMode; user: string; password: Uint8Array }
  // `wait`: seconds in which nothing more is checked.
  | { type: 'elevation'; state: ElevationState; why: ElevationWhy; wait: number }
  // `name`: the other holder's; `waits`: this viewer has asked for them; `asking`: who asks the holder, that is you.
  | { type: 'controls'; holder: Holder; name: string; waits: boolean; asking: string; isShared: boolean }
  | { type: 'wish'; what: WishFor }
  // As it was written; not fit to be shown yet.
  | { type: 'chat'; words: string }
  | { type: 'person'; isThere: boolean };

const VIEWER_HELLO = 1;
const TYPE = { state: 2, close: 3, ping: 4, pong: 5, ask: 6, answer: 7, elevate: 8, elevation: 9, controls: 10, wish: 11, chat: 12, person: 13 } as const;

// The longest of them; a longer frame on channel 0 is refused before it is all there.
export const CONTROL_CAP = 1 + 2 + CHAT_CAP;

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
    case TYPE.ask: {
      const what = QUESTIONS[reader.u8() - 1];
      if (!what) throw new WireError('no such question');
      return { type: 'ask', what, refused: reader.flag(), wait: reader.u16() };
    }
    case TYPE.answer:
      return { type: 'answer', text: reader.line(ANSWER_CAP) };
    case TYPE.elevate: {
      const mode = MODES[reader.u8()];
      if (!mode) throw new WireError('no such way to administrator’s rights');
      return { type: 'elevate', mode, user: reader.line(USER_CAP), password: reader.blob(PASSWORD_CAP) };
    }
    case TYPE.elevation: {
      const state = ELEVATIONS[reader.u8() - 1];
      const why = WHYS[reader.u8()];
      if (!state || !why) throw new WireError('no such state of administrator’s rights');
      return { type: 'elevation', state, why, wait: reader.u16() };
    }
    case TYPE.controls: {
      const holder = HOLDERS[reader.u8()];
      if (!holder) throw new WireError('no such holder of the controls');
      return { type: 'controls', holder, name: reader.line(NAME_CAP), waits: reader.flag(), asking: reader.line(NAME_CAP), isShared: reader.flag() };
    }
    case TYPE.wish: {
      const what = WISHES[reader.u8()];
      if (!what) throw new WireError('no such wish');
      return { type: 'wish', what };
    }
    case TYPE.chat: {
      const words = reader.blob(CHAT_CAP);
      if (words.length === 0) throw new WireError('a message without words');
      return { type: 'chat', words: new TextDecoder('utf-8', { ignoreBOM: true }).decode(words) };
    }
    case TYPE.person:
      return { type: 'person', isThere: reader.flag() };
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
      return bytes.subarray(0, 9);
    case 'ask':
      view.setUint8(1, QUESTIONS.indexOf(message.what) + 1);
      view.setUint8(2, message.refused ? 1 : 0);
      view.setUint16(3, message.wait);
      return bytes.subarray(0, 5);
    case 'answer':
      return bytes.subarray(0, putText(bytes, 1, message.text, ANSWER_CAP));
    case 'elevate': {
      const { password } = message;
      if (password.length > PASSWORD_CAP) throw new WireError('the password is too long');
      view.setUint8(1, MODES.indexOf(message.mode));
      const afterUser = putText(bytes, 2, message.user, USER_CAP);
      view.setUint16(afterUser, password.length);
      bytes.set(password, afterUser + 2);
      return bytes.subarray(0, afterUser + 2 + password.length);
    }
    case 'elevation':
      view.setUint8(1, ELEVATIONS.indexOf(message.state) + 1);
      view.setUint8(2, WHYS.indexOf(message.why));
      view.setUint16(3, message.wait);
      return bytes.subarray(0, 5);
    case 'controls': {
      view.setUint8(1, HOLDERS.indexOf(message.holder));
      const afterName = putText(bytes, 2, message.name, NAME_CAP);
      view.setUint8(afterName, message.waits ? 1 : 0);
      const afterAsking = putText(bytes, afterName + 1, message.asking, NAME_CAP);
      view.setUint8(afterAsking, message.isShared ? 1 : 0);
      return bytes.subarray(0, afterAsking + 1);
    }
    case 'wish':
      view.setUint8(1, WISHES.indexOf(message.what));
      return bytes.subarray(0, 2);
    case 'chat':
      if (message.words === '') throw new WireError('a message without words');
      return bytes.subarray(0, putText(bytes, 1, message.words, CHAT_CAP));
    case 'person':
      view.setUint8(1, message.isThere ? 1 : 0);
      return bytes.subarray(0, 2);
  }
}

// Where it ends.
function putText(bytes: Uint8Array<ArrayBuffer>, at: number, text: string, cap: number): number {
  const encoded = new TextEncoder().encode(text);
  if (encoded.length > cap) throw new WireError('the text is too long');
  new DataView(bytes.buffer).setUint16(at, encoded.length);
  bytes.set(encoded, at + 2);
  return at + 2 + encoded.length;
}

// What the viewer's handshake message carries.
export function viewerHello(ticket: string): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(ticket);
  const bytes = new Uint8Array(5 + text.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, VIEWER_HELLO);
  view.setUint16(1, VERSION);
  view.setUint16(3, text.length);
  bytes.set(text, 5);
  return bytes;
}
