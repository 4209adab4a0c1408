import { describe, expect, it } from 'vitest';

import protocol from '../../../appliance/wire/PROTOCOL.md?raw';
import vectorFile from '../../../tests/vectors/wire.txt?raw';
import { CONTROL_CAP, decodeControl, encodeControl, viewerHello, type Control } from './control';
import { CHANNEL, FRAME_CAP, FrameReader, FrameWriter, type Channel } from './frames';
import { permissionsFrom } from './permissions';
import { ByteReader, WireError } from './reader';
import { CLOSE_REASONS, closeCode, closeReasonFrom, closeReasonFromCode, closeReasonNumber } from './reason';
import { decodeSound, encodeSound, type SoundMessage } from './sound';
import { ARGUMENT_CAP, decodeTerminal, encodeTerminal, type TerminalMessage } from './terminal';

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
      if (channel === CHANNEL.terminal) decodeTerminal(payload);
      if (channel === CHANNEL.sound) decodeSound(payload);
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

const SAYS: Record<string, Control | TerminalMessage | SoundMessage> = {
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
  elevate_give_back: { type: 'elevate', mode: 'back', user: '', password: bytesOf('') },
  elevate_person_names: { type: 'elevate', mode: 'person', user: '', password: bytesOf('') },
  elevate_viewer_names: { type: 'elevate', mode: 'viewer', user: 'root', password: bytesOf('70c3a4737300') },
  elevation_asked: { type: 'elevation', state: 'asking', why: 'none', wait: 0 },
  elevation_checking: { type: 'elevation', state: 'checking', why: 'none', wait: 0 },
  elevation_on: { type: 'elevation', state: 'on', why: 'none', wait: 0 },
  elevation_wrong: { type: 'elevation', state: 'off', why: 'wrong', wait: 15 },
  elevation_ended: { type: 'elevation', state: 'off', why: 'ended', wait: 0 },
  controls_nobody: { type: 'controls', holder: 'nobody', name: '', waits: false, asking: '', isShared: false },
  controls_you_asked: { type: 'controls', holder: 'you', name: '', waits: false, asking: 'Sam Field', isShared: true },
  controls_another: { type: 'controls', holder: 'another', name: 'Ada King', waits: true, asking: '', isShared: true },
  wish_let_go: { type: 'wish', what: 'release' },
  wish_have: { type: 'wish', what: 'have' },
  wish_keep: { type: 'wish', what: 'keep' },
  chat: { type: 'chat', words: 'Grüße\nSam' },
  person_there: { type: 'person', isThere: true },
  person_gone: { type: 'person', isThere: false },
  sound_listen: { type: 'listen', isOn: true },
  sound_not_listen: { type: 'listen', isOn: false },
  sound_heard: { type: 'heard', number: 0xfedcba98 },
  sound_there: { type: 'sound', state: 'there' },
  sound_missing: { type: 'sound', state: 'missing' },
  sound_packet: { type: 'packet', number: 7, microseconds: 140_000, opus: bytesOf('fcfffe') },
  terminal_open_shell: { type: 'open', action: 'shell', argument: '', columns: 80, rows: 24 },
  terminal_open_service: { type: 'open', action: 'restart_service', argument: 'ssh.service', columns: 132, rows: 43 },
  terminal_open_packages: { type: 'open', action: 'update', argument: '', columns: 80, rows: 24 },
  terminal_open_restart: { type: 'open', action: 'restart_machine', argument: '', columns: 80, rows: 24 },
  terminal_bytes: { type: 'bytes', bytes: new TextEncoder().encode('id -u\r') },
  terminal_resize: { type: 'resize', columns: 100, rows: 30 },
  terminal_close: { type: 'close' },
  terminal_ended: { type: 'ended', status: 255 },
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
    } else if (frame!.channel === CHANNEL.sound) {
      const message = decodeSound(frame!.payload);
      expect(message).toEqual(SAYS[name]);
      expect(hexOf(new FrameWriter().frame(CHANNEL.sound, encodeSound(message)))).toBe(hexOf(bytes));
    } else if (frame!.channel === CHANNEL.terminal) {
      const message = decodeTerminal(frame!.payload);
      expect(message).toEqual(SAYS[name]);
      expect(hexOf(new FrameWriter().frame(CHANNEL.terminal, encodeTerminal(message)))).toBe(hexOf(bytes));
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
    expect(() => read(bytesOf(`00000${(CONTROL_CAP + 1).toString(16)}`))).toThrow(WireError);
  });
});

describe('administrator’s rights', () => {
  const elevate = { type: 'elevate', mode: 'viewer', user: 'röot', password: bytesOf('70c3a4') } as const;

  it.each<[string, Control, string]>([
    ['are asked for at the machine', { type: 'elevate', mode: 'person', user: '', password: bytesOf('') }, '080100000000'],
    ['are asked for with a password', elevate, '08020005' + '72c3b66f74' + '0003' + '70c3a4'],
    ['are given back', { type: 'elevate', mode: 'back', user: '', password: bytesOf('') }, '080000000000'],
    ['are there', { type: 'elevation', state: 'on', why: 'none', wait: 0 }, '0904000000'],
    ['are refused for a while', { type: 'elevation', state: 'off', why: 'wait', wait: 300 }, '090106012c'],
    ['were taken back', { type: 'elevation', state: 'off', why: 'ended', wait: 0 }, '0901070000'],
  ])('%s', (_what, message, hex) => {
    expect(hexOf(encodeControl(message))).toBe(hex);
    expect(decodeControl(bytesOf(hex))).toEqual(message);
  });

  it.each(['080300000000', '0802000161' + '0000' + '00', '080200010a0000', '0801000000', '08010000000000', '0900000000', '0905000000', '0901080000', '09010000'])('are not in %s', (hex) => {
    expect(() => decodeControl(bytesOf(hex))).toThrow(WireError);
  });

  it('have names and passwords of a size', () => {
    expect(encodeControl({ ...elevate, user: 'u'.repeat(64), password: new Uint8Array(512) }).length).toBe(2 + 2 + 64 + 2 + 512);
    expect(() => encodeControl({ ...elevate, user: 'ü'.repeat(33) })).toThrow(WireError);
    expect(() => encodeControl({ ...elevate, password: new Uint8Array(513) })).toThrow(WireError);
  });
});

describe('the controls and the chat', () => {
  const another = { type: 'controls', holder: 'another', name: 'Zoë', waits: true, asking: '', isShared: true } as const;

  it.each<[string, Control, string]>([
    ['nobody’s', { type: 'controls', holder: 'nobody', name: '', waits: false, asking: '', isShared: false }, '0a00' + '0000' + '00' + '0000' + '00'],
    ['another’s', another, '0a02' + '00045a6fc3ab' + '01' + '0000' + '01'],
    ['yours', { type: 'controls', holder: 'you', name: '', waits: false, asking: 'Sam', isShared: false }, '0a01' + '0000' + '00' + '000353616d' + '00'],
    ['let go', { type: 'wish', what: 'release' }, '0b00'],
    ['wanted', { type: 'wish', what: 'have' }, '0b01'],
    ['kept', { type: 'wish', what: 'keep' }, '0b02'],
    ['words', { type: 'chat', words: 'Tür\n😀' }, '0c0009' + '54c3bc72' + '0a' + 'f09f9880'],
    ['somebody', { type: 'person', isThere: true }, '0d01'],
  ])('are %s', (_what, message, hex) => {
    expect(hexOf(encodeControl(message))).toBe(hex);
    expect(decodeControl(bytesOf(hex))).toEqual(message);
  });

  it.each(['0a03' + '0000' + '00' + '000000', '0a00' + '0000' + '02' + '000000', '0a00' + '0000' + '00' + '000002', '0a02' + '00020a41' + '00' + '000000', '0a02' + '0001ff' + '00' + '000000', '0a000000000000', '0b03', '0b0100', '0c0000', '0c000261', '0c00016100', '0d02', '0d'])(
    'are not in %s',
    (hex) => {
      expect(() => decodeControl(bytesOf(hex))).toThrow(WireError);
    },
  );

  it('have names and words of a size', () => {
    const longest = encodeControl({ type: 'chat', words: 'ü'.repeat(500) });
    expect(longest.length).toBe(CONTROL_CAP);
    expect(decodeControl(longest)).toMatchObject({ words: 'ü'.repeat(500) });
    expect(() => encodeControl({ type: 'chat', words: 'ü'.repeat(501) })).toThrow(WireError);
    expect(() => encodeControl({ type: 'chat', words: '' })).toThrow(WireError);
    expect(() => encodeControl({ ...another, name: 'x'.repeat(129) })).toThrow(WireError);
    expect(() => decodeControl(bytesOf(`0c03e9${'78'.repeat(1001)}`))).toThrow(WireError);
    expect(() => decodeControl(bytesOf(`0a020081${'78'.repeat(129)}000000`))).toThrow(WireError);
  });

  it('show words that were cut within a character', () => {
    expect(decodeControl(bytesOf('0c000261c3'))).toEqual({ type: 'chat', words: 'a\ufffd' });
  });
});

describe('the terminal', () => {
  it.each<[TerminalMessage, string]>([
    [{ type: 'open', action: 'shell', argument: '', columns: 80, rows: 24 }, '0101' + '00500018' + '0000'],
    [{ type: 'open', action: 'restart_service', argument: 'cups', columns: 300, rows: 2 }, '0102' + '012c0002' + '0004' + '63757073'],
    [{ type: 'open', action: 'update', argument: '', columns: 80, rows: 24 }, '0103' + '00500018' + '0000'],
    [{ type: 'open', action: 'restart_machine', argument: '', columns: 80, rows: 24 }, '0104' + '00500018' + '0000'],
    [{ type: 'bytes', bytes: bytesOf('1b5b41ff') }, '021b5b41ff'],
    [{ type: 'resize', columns: 132, rows: 50 }, '0300840032'],
    [{ type: 'close' }, '04'],
    [{ type: 'ended', status: 255 }, '05ff'],
  ])('says %j', (message, hex) => {
    expect(hexOf(encodeTerminal(message))).toBe(hex);
    expect(decodeTerminal(bytesOf(hex))).toEqual(message);
  });

  it.each(['00', '02', '06', '010100500018000161' + '0a', '0100005000180000', '0105005000180000', '01010050001800', '010100500018000161ff', '03008400', '0400', '05', '050000'])(
    'says nothing by %s',
    (hex) => {
      expect(() => decodeTerminal(bytesOf(hex))).toThrow(WireError);
    },
  );

  it('has names of services of a size', () => {
    const open = { type: 'open', action: 'restart_service', columns: 80, rows: 24 } as const;
    expect(decodeTerminal(encodeTerminal({ ...open, argument: 'x'.repeat(ARGUMENT_CAP) }))).toMatchObject(open);
    expect(() => encodeTerminal({ ...open, argument: 'x'.repeat(ARGUMENT_CAP + 1) })).toThrow(WireError);
  });

  it.each([1, 3, 1000])('comes whole from pieces of %i bytes, also when it is large', (pieceSize) => {
    const message = { type: 'bytes', bytes: new Uint8Array(5000).map((_, index) => index) } as const;
    const stream = new FrameWriter().frame(CHANNEL.terminal, encodeTerminal(message)).slice();
    const frames = read(stream, pieceSize);
    expect(frames.map(({ channel, payload }) => [channel, decodeTerminal(payload)])).toEqual([[CHANNEL.terminal, message]]);
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
    expect(Object.values(permissionsFrom(~0b1111111 & ~(1 << 20)))).toEqual(Array(8).fill(false));
    expect(Object.values(permissionsFrom(0b1111111 | (1 << 20)))).toEqual(Array(8).fill(true));
    expect(permissionsFrom(0b000101)).toMatchObject({ viewScreen: true, keyboard: false, pointer: true });
  });
});
