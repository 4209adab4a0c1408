import { describe, expect, it } from 'vitest';

import protocol from '../../../appliance/wire/PROTOCOL.md?raw';
import vectorFile from '../../../tests/vectors/wire.txt?raw';
import { CONTROL_CAP, decodeControl, encodeControl, viewerHello, type Control } from './control';
import { CHANNEL, FRAME_CAP, FrameReader, FrameWriter, type Channel } from './frames';
import { permissionsFrom } from './permissions';
import { ByteReader, WireError } from './reader';
import { CLOSE_REASONS, closeCode, closeReasonFrom, closeReasonFromCode, closeReasonNumber } from './reason';

const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16));
const hexOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

interface Frame {
  channel: Channel;
  payload: Uint8Array;
}

// Feeds `bytes` in pieces; decodes what is on the control channel, as a session does.
function read(bytes: Uint8Array, pieceSize = bytes.length): Frame[] {
  const reader = new FrameReader();
  const frames: Frame[] = [];
  for (let at = 0; at < bytes.length; at += pieceSize) {
    reader.feed(bytes.subarray(at, at + pieceSize), (channel, payload) => {
      if (channel === CHANNEL.control) decodeControl(payload);
      frames.push({ channel, payload: payload.slice() });
    });
  }
  return frames;
}

const vectors = vectorFile
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split(' '))
  .filter(([, kind]) => kind === 'frame')
  .map(([verdict, , name, hex]) => ({ verdict, name: name!, bytes: bytesOf(hex!) }));
const good = vectors.filter((vector) => vector.verdict === 'good');
const bad = vectors.filter((vector) => vector.verdict === 'bad');

const SAYS: Record<string, Control> = {
  state_starting: { type: 'state', state: 'starting', permissions: 0 },
  state_waiting: { type: 'state', state: 'waiting', permissions: 0 },
  state_open: { type: 'state', state: 'open', permissions: 63 },
  close_ended_by_viewer: { type: 'close', reason: 'ended_by_viewer' },
  close_display_lost: { type: 'close', reason: 'display_lost' },
  control_ping: { type: 'ping', opaque: 0xfedcba9876543210n },
  control_pong: { type: 'pong', opaque: 0xfedcba9876543210n },
  ask_password: { type: 'ask', what: 'password', refused: false, wait: 0 },
  ask_code_refused: { type: 'ask', what: 'code', refused: true, wait: 15 },
  answer: { type: 'answer', text: 'correct horse' },
};

describe('the shared vectors', () => {
  it('greets as they say', () => {
    const hello = vectorFile.split('\n').find((line) => line.startsWith('good greeting viewer_hello '));
    expect(hexOf(viewerHello('jwt'))).toBe(hello!.split(' ')[3]);
  });

  it('are there', () => {
    expect(good.length).toBeGreaterThan(5);
    expect(bad.length).toBeGreaterThan(5);
  });

  it.each(good)('good: $name', ({ name, bytes }) => {
    const [frame, ...rest] = read(bytes);
    expect(rest).toEqual([]);
    if (frame!.channel === CHANNEL.control) {
      const message = decodeControl(frame!.payload);
      expect(message).toEqual(SAYS[name]);
      expect(hexOf(new FrameWriter().frame(CHANNEL.control, encodeControl(message)))).toBe(hexOf(bytes));
    } else {
      expect(hexOf(new FrameWriter().frame(CHANNEL.rfb, frame!.payload))).toBe(hexOf(bytes));
    }
  });

  it.each(bad)('bad: $name', ({ bytes }) => {
    expect(() => read(bytes)).toThrow(WireError);
    expect(() => read(bytes, 1)).toThrow(WireError);
  });
});

describe('FrameReader', () => {
  const stream = bytesOf(good.map((vector) => hexOf(vector.bytes)).join(''));

  it.each([1, 2, 3, 5, 7, 64])('reads the same from pieces of %i bytes', (pieceSize) => {
    const join = (frames: Frame[], channel: Channel) =>
      frames.filter((frame) => frame.channel === channel).map((frame) => hexOf(frame.payload)).join('');
    const whole = read(stream);
    const cut = read(stream, pieceSize);
    expect(join(cut, CHANNEL.rfb)).toBe(join(whole, CHANNEL.rfb));
    expect(cut.filter((frame) => frame.channel === CHANNEL.control)).toEqual(
      whole.filter((frame) => frame.channel === CHANNEL.control),
    );
  });

  it('hands RFB on without copying, before the frame is whole', () => {
    const bytes = bytesOf('0100000a616263');
    const taken: Uint8Array[] = [];
    new FrameReader().feed(bytes, (_channel, payload) => taken.push(payload));
    expect(taken.map(hexOf)).toEqual(['616263']);
    expect(taken[0]!.buffer).toBe(bytes.buffer);
  });

  it('takes a frame of the largest size and not one byte more', () => {
    const largest = new FrameWriter().frame(CHANNEL.rfb, new Uint8Array(FRAME_CAP));
    expect(read(largest, 65_536).reduce((sum, frame) => sum + frame.payload.length, 0)).toBe(FRAME_CAP);
    expect(() => read(bytesOf('01040001'))).toThrow(WireError);
  });

  it('refuses a control frame longer than any message when its header is there', () => {
    expect(() => read(bytesOf(`000000${(CONTROL_CAP + 1).toString(16).padStart(2, '0')}`))).toThrow(WireError);
  });
});

describe('ByteReader', () => {
  it('never reads past the end, nor leaves bytes over unseen', () => {
    const reader = new ByteReader(bytesOf('010203'));
    expect(reader.u16()).toBe(0x0102);
    expect(() => reader.u16()).toThrow(WireError);
    expect(() => reader.end()).toThrow(WireError);
    expect(reader.u8()).toBe(3);
    reader.end();
  });

  it('stays inside the view it was given', () => {
    const reader = new ByteReader(bytesOf('aa0102bb').subarray(1, 3));
    expect(reader.u16()).toBe(0x0102);
    expect(() => reader.u8()).toThrow(WireError);
  });
});

describe('reasons', () => {
  it('are those of PROTOCOL.md, with their numbers', () => {
    const rows = [...protocol.matchAll(/^\| (\d+) \| ([a-z_]+) \| [^|]+ \|$/gm)].map((row) => [row[2], Number(row[1])]);
    expect(rows).toEqual([['none', 0], ...CLOSE_REASONS.map((reason) => [reason, closeReasonNumber(reason)])]);
  });

  it('come back from numbers and close codes', () => {
    for (const reason of CLOSE_REASONS) {
      expect(closeReasonFrom(closeReasonNumber(reason))).toBe(reason);
      expect(closeReasonFromCode(closeCode(reason))).toBe(reason);
    }
    for (const value of [-1, 0, 0.5, CLOSE_REASONS.length + 1]) expect(closeReasonFrom(value)).toBeUndefined();
    for (const code of [1000, 1006, 4000, 4999]) expect(closeReasonFromCode(code)).toBeUndefined();
  });
});

describe('permissions', () => {
  it('ignore bits they do not know', () => {
    expect(Object.values(permissionsFrom(0xffffffc0))).toEqual(Array(6).fill(false));
    expect(Object.values(permissionsFrom(0b111111))).toEqual(Array(6).fill(true));
    expect(permissionsFrom(0b000101)).toMatchObject({ viewScreen: true, keyboard: false, pointer: true });
  });
});
