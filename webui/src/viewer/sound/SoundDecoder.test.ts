import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { FakeAudioDecoder, fakeAudioCodecs } from '../testing/FakeAudioDecoder';
import type { PlayerInput } from './player.worklet';
import { SoundDecoder, whyNoSound } from './SoundDecoder';

function begin() {
  const out: PlayerInput[] = [];
  const failed = vi.fn();
  const decoder = new SoundDecoder({ decoded: (samples) => out.push(samples), failed });
  const take = (number: number, milliseconds = number * 20) =>
    decoder.take({ number, microseconds: milliseconds * 1000, opus: Uint8Array.of(number) });
  return { decoder, out, failed, take };
}

const fake = () => FakeAudioDecoder.all.at(-1)!;

beforeEach(fakeAudioCodecs);
afterEach(() => vi.unstubAllGlobals());

describe('SoundDecoder', () => {
  it('hands on what it decoded, in order, and says what is missing between', () => {
    const { decoder, out, take } = begin();
    for (const number of [0, 1, 4]) take(number);
    take(5, 900); // after silence
    take(6, 920);
    for (let i = 0; i < 5; i++) expect(fake().put(i, i / 10, i).isClosed).toBe(true);
    expect(out.map(({ before }) => before)).toEqual([
      { missing: 0, silence: true },
      { missing: 0, silence: false },
      { missing: 2, silence: false },
      { missing: 0, silence: true },
      { missing: 0, silence: false },
    ]);
    expect(out[4]!.left).toEqual(new Float32Array(960).fill(0.4));
    expect(decoder.lost).toBe(2);
  });

  it('takes a recorder that begins anew', () => {
    const { decoder, out, take } = begin();
    take(0, 500_000);
    take(1, 0);
    fake().put(0, 0);
    fake().put(1, 0);
    expect(out.map(({ before }) => before.silence)).toEqual([true, true]);
    expect(decoder.lost).toBe(0);
  });

  it('goes on after a packet that no decoder takes', () => {
    const { decoder, out, failed, take } = begin();
    take(0);
    fake().break();
    take(1);
    expect(FakeAudioDecoder.all).toHaveLength(2);
    fake().put(0, 0.5);
    expect(out).toHaveLength(1);
    expect(decoder.lost).toBe(1);
    expect(failed).not.toHaveBeenCalled();
  });

  it('gives up when every decoder does', () => {
    const { failed, take } = begin();
    for (let number = 0; number < 10; number++) {
      take(number);
      if (fake().state !== 'closed') fake().break();
    }
    expect(FakeAudioDecoder.all).toHaveLength(5);
    expect(failed).toHaveBeenCalledTimes(1);
  });

  it('gives up where there is no such decoder', () => {
    FakeAudioDecoder.refuses = true;
    const { failed, take } = begin();
    for (let number = 0; number < 10; number++) take(number);
    expect(failed).toHaveBeenCalledTimes(1);
  });

  it('queues nothing behind a page that is busy', () => {
    const { decoder, out, take } = begin();
    take(0);
    fake().decodeQueueSize = 26;
    take(1);
    take(2);
    fake().decodeQueueSize = 0;
    take(3);
    expect(fake().chunks).toHaveLength(2);
    fake().put(0, 0);
    fake().put(1, 0);
    expect(out[1]!.before).toEqual({ missing: 2, silence: false });
    expect(decoder.lost).toBe(2);
  });

  it('is quiet once it is closed', () => {
    const { decoder, out, take } = begin();
    take(0);
    const before = fake();
    decoder.close();
    expect(before.state).toBe('closed');
    before.put(0, 1);
    take(1);
    expect(out).toEqual([]);
    expect(FakeAudioDecoder.all).toHaveLength(1);
  });
});

describe('whyNoSound', () => {
  it.each([
    [false, true, true, 'insecure'],
    [true, false, true, 'unsupported'],
    [true, true, false, 'unsupported'],
    [true, true, true, undefined],
  ])('secure %s, decoder %s, worklet %s: %s', (isSecure, hasDecoder, hasWorklet, why) => {
    vi.unstubAllGlobals();
    vi.stubGlobal('isSecureContext', isSecure);
    if (hasDecoder) vi.stubGlobal('AudioDecoder', class {});
    if (hasWorklet) vi.stubGlobal('AudioWorkletNode', class {});
    expect(whyNoSound()).toBe(why);
  });
});
