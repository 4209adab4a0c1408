import { ByteReader, WireError } from './reader';

// What an administrator's terminal can run, by its number less one.
const ACTIONS = ['shell', 'restart_service', 'update', 'restart_machine'] as const;
export type TerminalAction = (typeof ACTIONS)[number];

// Bytes of UTF-8.
export const ARGUMENT_CAP = 128;
// Of typed bytes in one message.
export const INPUT_CAP = 4096;

export interface TerminalSize {
  columns: number;
  rows: number;
}

// The messages of channel 6, one a frame (PROTOCOL.md, section 2).
export type TerminalMessage =
  // `argument`: the name of the service, else empty.
  | ({ type: 'open'; action: TerminalAction; argument: string } & TerminalSize)
  // What was typed, or what the machine shows.
  | { type: 'bytes'; bytes: Uint8Array }
  | ({ type: 'resize' } & TerminalSize)
  | { type: 'close' }
  // `status`: what the program left with; NO_STATUS: it could not be started, or was killed.
  | { type: 'ended'; status: number };

export const NO_STATUS = 255;

const TYPE = { open: 1, bytes: 2, resize: 3, close: 4, ended: 5 } as const;

// The payload of one frame; throws WireError unless it is exactly one message. Bytes are views of the payload.
export function decodeTerminal(payload: Uint8Array): TerminalMessage {
  const reader = new ByteReader(payload);
  const message = readTerminal(reader);
  reader.end();
  return message;
}

function readTerminal(reader: ByteReader): TerminalMessage {
  const type = reader.u8();
  switch (type) {
    case TYPE.open: {
      const action = ACTIONS[reader.u8() - 1];
      if (!action) throw new WireError('no such action');
      return { type: 'open', action, columns: reader.u16(), rows: reader.u16(), argument: reader.line(ARGUMENT_CAP) };
    }
    case TYPE.bytes: {
      const bytes = reader.rest();
      if (bytes.length === 0) throw new WireError('bytes that are none');
      return { type: 'bytes', bytes };
    }
    case TYPE.resize:
      return { type: 'resize', columns: reader.u16(), rows: reader.u16() };
    case TYPE.close:
      return { type: 'close' };
    case TYPE.ended:
      return { type: 'ended', status: reader.u8() };
    default:
      throw new WireError(`no such message of a terminal (${type})`);
  }
}

// The payload of one frame.
export function encodeTerminal(message: TerminalMessage): Uint8Array<ArrayBuffer> {
  switch (message.type) {
    case 'open': {
      const argument = new TextEncoder().encode(message.argument);
      if (argument.length > ARGUMENT_CAP) throw new WireError('the argument is too long');
      const bytes = make(TYPE.open, 7 + argument.length);
      const view = new DataView(bytes.buffer);
      view.setUint8(1, ACTIONS.indexOf(message.action) + 1);
      setSize(view, 2, message);
      view.setUint16(6, argument.length);
      bytes.set(argument, 8);
      return bytes;
    }
    case 'bytes': {
      const bytes = make(TYPE.bytes, message.bytes.length);
      bytes.set(message.bytes, 1);
      return bytes;
    }
    case 'resize': {
      const bytes = make(TYPE.resize, 4);
      setSize(new DataView(bytes.buffer), 1, message);
      return bytes;
    }
    case 'close':
      return make(TYPE.close, 0);
    case 'ended': {
      const bytes = make(TYPE.ended, 1);
      bytes[1] = message.status;
      return bytes;
    }
  }
}

function make(type: number, bodySize: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(1 + bodySize);
  bytes[0] = type;
  return bytes;
}

function setSize(view: DataView, at: number, { columns, rows }: TerminalSize): void {
  view.setUint16(at, columns);
  view.setUint16(at + 2, rows);
}
