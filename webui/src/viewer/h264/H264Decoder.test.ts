import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { FakeVideoDecoder, fakeWebCodecs } from '../testing/FakeVideoDecoder';
import H264Decoder, { type Area } from './H264Decoder';
import type { Picture } from './Picture';
import { canDecode } from './support';
import { describeUnit } from './unit';

const START = [0, 0, 0, 1];
const SPS = [...START, 0x67, 0x42, 0xc0, 0x1f, 0xda];
const PPS = [...START, 0x68, 0xce, 0x38, 0x80];
const slice = (type: number) => [...START, 0x60 | type, 0x88, 0x84];
const KEY = Uint8Array.of(...SPS, ...PPS, ...slice(5), ...slice(5));
const DELTA = Uint8Array.of(...slice(1), ...slice(1));

describe('describeUnit', () => {
  it.each([
    ['a key', KEY, true, 'avc1.42c01f'],
    ['a delta', DELTA, false, undefined],
    ['short start codes', [0, 0, 1, 0x67, 0x64, 0, 0x28, 0, 0, 1, 0x65, 1], true, 'avc1.640028'],
    ['what an encoder says of itself, first', [...START, 6, 5, 0xff, 0, 0, 3, 1, ...KEY], true, 'avc1.42c01f'],
    ['parameters alone', [...SPS, ...PPS], false, 'avc1.42c01f'],
    ['parameters that end early', [...START, 0x67, 0x42], false, undefined],
    ['a key behind a slice', [...DELTA, ...KEY], false, undefined],
    ['a start code at the end', [0, 0, 1], false, undefined],
    ['nothing', [], false, undefined],
    ['no start code', [1, 2, 3, 4, 5, 6, 7, 8], false, undefined],
    ['zeros', new Uint8Array(100_000), false, undefined],
  ])('%s', (_, bytes, isKey, codec) => {
    expect(describeUnit(Uint8Array.from(bytes))).toEqual({ isKey, codec });
  });

  it('does not look further than parameters can reach', () => {
    expect(describeUnit(Uint8Array.of(...new Uint8Array(70_000), ...KEY)).isKey).toBe(false);
  });
});

const AREA: Area = { x: 16, y: 32, width: 64, height: 48 };
const RESET = 1;
const RESET_ALL = 2;

class Queue {
  at = 0;
  constructor(private readonly bytes: Uint8Array) {}
  rQwait(_: string, count: number, goBack = 0): boolean {
    const isShort = this.bytes.length - this.at < count;
    if (isShort) this.at -= goBack;
    return isShort;
  }
  rQshift32(): number {
    this.at += 4;
    return new DataView(this.bytes.buffer).getUint32(this.at - 4);
  }
  rQshiftBytes(length: number): Uint8Array {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

function rect(unit: Uint8Array, flags: number, length = unit.length): Uint8Array {
  const bytes = new Uint8Array(8 + unit.length);
  new DataView(bytes.buffer).setUint32(0, length);
  new DataView(bytes.buffer).setUint32(4, flags);
  bytes.set(unit, 8);
  return bytes;
}

describe('H264Decoder', () => {
  let decoder: H264Decoder;
  let queued: Picture[];
  let asked: Area[];
  let took: number[];
  let gaveUp: number;

  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    fakeWebCodecs();
    [decoder, queued, asked, took, gaveUp] = [new H264Decoder(), [], [], [], 0];
    decoder.needs = { again: (area) => asked.push(area), giveUp: () => (gaveUp += 1), decoded: (ms) => took.push(ms) };
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  function draw(unit: Uint8Array, flags = 0, { x, y, width, height } = AREA): Picture | undefined {
    const display = { videoFrame: (_x: number, _y: number, _w: number, _h: number, picture: Picture) => queued.push(picture) };
    const count = queued.length;
    expect(decoder.decodeRect(x, y, width, height, new Queue(rect(unit, flags)), display)).toBe(true);
    return queued[count];
  }
  const at = (x: number): Area => ({ ...AREA, x });
  const last = () => FakeVideoDecoder.all.at(-1)!;
  const isBlank = (picture: Picture | undefined) => picture?.ready === true && picture.frame?.displayWidth === 0;

  it('waits until a rectangle is all there', () => {
    const whole = rect(KEY, RESET);
    for (const length of [0, 7, 8, whole.length - 1]) {
      const queue = new Queue(whole.slice(0, length));
      expect(decoder.decodeRect(0, 0, 64, 48, queue, { videoFrame: () => queued.push(null!) })).toBe(false);
      expect(queue.at).toBe(0);
    }
    expect(queued).toEqual([]);
  });

  it('refuses a rectangle that no queue holds', () => {
    const queue = new Queue(rect(KEY, 0, 0xffff_ffff));
    expect(() => decoder.decodeRect(0, 0, 64, 48, queue, { videoFrame: () => {} })).toThrow('4294967295');
  });

  it('makes one chunk of a unit, whatever number of slices it has', async () => {
    const first = draw(KEY, RESET)!;
    const second = draw(DELTA)!;
    expect(last().codecs).toEqual(['avc1.42c01f']);
    expect(last().chunks.map(({ type, data }) => [type, data.length])).toEqual([['key', KEY.length], ['delta', DELTA.length]]);
    expect([first.ready, decoder.isDecoding]).toEqual([false, true]);
    vi.advanceTimersByTime(7);
    const frame = last().put(0, 64, 48);
    await first.promise;
    expect([first.ready, first.frame, frame.isClosed, second.ready]).toEqual([true, frame, false, false]);
    last().put(1, 64, 48);
    expect([took, decoder.isDecoding, asked]).toEqual([[7, 7], false, []]);
  });

  it('configures anew only when the stream is another', () => {
    draw(KEY, RESET);
    draw(KEY);
    const other = KEY.slice();
    other[5] = 0x64;
    draw(other);
    expect(FakeVideoDecoder.all.length).toBe(1);
    expect(last().codecs).toEqual(['avc1.42c01f', 'avc1.64c01f']);
  });

  it('has a decoder for each rectangle, and few of them', () => {
    for (let x = 0; x < 10; x += 1) draw(KEY, 0, at(x));
    expect([FakeVideoDecoder.all.length, FakeVideoDecoder.open.length]).toEqual([10, 4]);
    expect(queued.filter(isBlank).length).toBe(6);
    draw(DELTA, 0, at(9));
    expect(last().chunks.length).toBe(2);
    for (let x = 0; x < 10; x += 1) draw(KEY, RESET, at(x));
    expect(FakeVideoDecoder.open.length).toBe(4);
  });

  it('closes decoders when they are reset, after what they owe', () => {
    const owed = draw(KEY, RESET)!;
    draw(KEY, RESET, at(999));
    draw(new Uint8Array(), RESET);
    expect([owed.ready, FakeVideoDecoder.open.length]).toEqual([false, 2]);
    const frame = FakeVideoDecoder.all[0]!.put(0, 64, 48);
    expect([owed.frame, frame.isClosed, FakeVideoDecoder.open.length]).toEqual([frame, false, 1]);
    last().put(0, 64, 48);
    draw(new Uint8Array(), RESET_ALL, at(5));
    expect(FakeVideoDecoder.open).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('leaves no frame open when all is over', () => {
    const undrawn = draw(KEY, RESET)!;
    const frame = last().put(0, 64, 48);
    const owed = draw(DELTA)!;
    decoder.forget();
    expect([frame.isClosed, isBlank(undrawn), isBlank(owed), FakeVideoDecoder.open]).toEqual([true, true, true, []]);
    expect(last().put(1, 64, 48).isClosed).toBe(true); // too late
  });

  it('asks for what can’t be decoded, but not for each unit', () => {
    for (let count = 0; count < 5; count += 1) expect(draw(DELTA)).toBeUndefined();
    expect([asked, FakeVideoDecoder.all]).toEqual([[AREA], []]);
    vi.advanceTimersByTime(1000); // nothing came of it
    expect(asked.length).toBe(2);
    vi.advanceTimersByTime(5000);
    expect(asked.length).toBe(2);
    draw(DELTA);
    draw(DELTA);
    draw(KEY, RESET);
    vi.advanceTimersByTime(5000);
    expect(asked.length).toBe(3);
  });

  it('asks nothing after the end', () => {
    draw(DELTA);
    draw(DELTA);
    decoder.forget();
    vi.advanceTimersByTime(5000);
    expect(asked.length).toBe(1);
  });

  it('takes what makes no sense without a word', () => {
    draw(KEY, RESET, { ...AREA, width: 0 });
    draw(new Uint8Array(), RESET_ALL);
    draw(Uint8Array.of(1, 2, 3), 0xffff_ffff);
    expect([FakeVideoDecoder.all, queued]).toEqual([[], []]);
  });

  it.each<[string, () => void]>([
    ['the decoder says so', () => last().break()],
    ['the decoder throws', () => draw(Uint8Array.of(0xff, ...KEY))],
    ['there are too many at once', () => Array.from({ length: 32 }, () => draw(DELTA))],
    ['a picture is too small', () => last().put(0, 16, 16)],
    ['no picture comes', () => vi.advanceTimersByTime(3000)],
  ])('goes on without a picture and asks for another: %s', (_, fail) => {
    draw(KEY, RESET, at(0));
    last().put(0, 64, 48);
    const owed = draw(KEY, RESET)!;
    fail();
    expect(isBlank(owed)).toBe(true);
    expect([asked, gaveUp, decoder.isDecoding]).toEqual([[AREA], 0, false]);
    expect(draw(DELTA)).toBeUndefined();
    expect(asked.length).toBe(1); // a moment ago
    draw(KEY, RESET);
    last().put(0, 64, 48);
    expect(queued.at(-1)!.frame!.displayWidth).toBe(64);
  });

  it('does not ask for what was reset already', () => {
    const owed = draw(KEY, RESET)!;
    draw(KEY, RESET);
    FakeVideoDecoder.all[0]!.break();
    expect([isBlank(owed), asked]).toEqual([true, []]);
  });

  it('gives up at the third failure within a minute', () => {
    for (const wait of [0, 40_000, 30_000]) {
      vi.advanceTimersByTime(wait);
      draw(KEY, RESET);
      last().break();
    }
    expect([asked.length, gaveUp]).toEqual([3, 0]);
    draw(KEY, RESET);
    last().break();
    expect([asked.length, gaveUp]).toEqual([3, 1]);
    const count = queued.length;
    draw(KEY, RESET);
    expect([queued.length - count, FakeVideoDecoder.open, gaveUp]).toEqual([0, [], 1]);
  });

  it('gives up at once on a decoder that never gave a picture', () => {
    const owed = draw(KEY, RESET);
    vi.advanceTimersByTime(3000);
    expect([isBlank(owed), asked, gaveUp]).toEqual([true, [], 1]);
  });
});

describe('canDecode', () => {
  afterEach(() => vi.unstubAllGlobals());

  it.each([
    ['no decoder', undefined, false],
    ['a decoder that says no', { isConfigSupported: async () => ({ supported: false }) }, false],
    ['a decoder that throws', { isConfigSupported: () => Promise.reject(new TypeError()) }, false],
    ['a decoder that says yes', { isConfigSupported: async () => ({ supported: true }) }, true],
  ])('%s', async (_, decoder, can) => {
    if (decoder) vi.stubGlobal('VideoDecoder', decoder);
    expect(await canDecode()).toBe(can);
  });
});
