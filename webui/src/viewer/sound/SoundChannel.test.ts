import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { WireError } from '../../wire/reader';
import { encodeSound, type SoundMessage } from '../../wire/sound';
import { SoundChannel } from './SoundChannel';

function begin() {
  const sent: SoundMessage[] = [];
  const channel = new SoundChannel((message) => sent.push(message));
  const say = (message: SoundMessage) => channel.received(encodeSound(message).slice());
  const packet = (number: number) => say({ type: 'packet', number, microseconds: number * 20_000, opus: Uint8Array.of(7) });
  return { channel, sent, say, packet };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('SoundChannel', () => {
  it('asks for the sound, hands it on, and asks for no more', () => {
    const { channel, sent, say, packet } = begin();
    const got: number[] = [];
    const told = vi.fn();
    channel.subscribe(told);
    channel.listen(({ number }) => got.push(number));
    say({ type: 'sound', state: 'there' });
    expect(channel.getSnapshot()).toBe('there');
    packet(0);
    packet(1);
    channel.stop();
    packet(2); // was on its way
    say({ type: 'sound', state: 'missing' });
    expect(got).toEqual([0, 1]);
    expect(channel.getSnapshot()).toBeUndefined();
    expect(sent.filter(({ type }) => type === 'listen')).toEqual([
      { type: 'listen', isOn: true },
      { type: 'listen', isOn: false },
    ]);
    expect(told).toHaveBeenCalledTimes(2);
  });

  it('says what arrived last, at once and then now and again, the last one too', () => {
    const { channel, sent, packet } = begin();
    channel.listen(() => {});
    for (let number = 0; number < 10; number++) {
      packet(number);
      vi.advanceTimersByTime(20);
    }
    vi.advanceTimersByTime(100);
    const heard = sent.flatMap((message) => (message.type === 'heard' ? [message.number] : []));
    expect(heard[0]).toBe(0);
    expect(heard.at(-1)).toBe(9);
    expect(heard.length).toBeLessThan(6);
    vi.advanceTimersByTime(1000);
    expect(sent.filter(({ type }) => type === 'heard')).toHaveLength(heard.length);
  });

  it('says nothing once the session is over', () => {
    const { channel, sent, packet } = begin();
    channel.listen(() => {});
    packet(0);
    packet(1);
    const before = sent.length;
    channel.over();
    channel.listen(() => {});
    channel.stop();
    vi.advanceTimersByTime(1000);
    expect(sent).toHaveLength(before);
  });

  it('refuses what only a viewer says', () => {
    const { say } = begin();
    expect(() => say({ type: 'listen', isOn: true })).toThrow(WireError);
    expect(() => say({ type: 'heard', number: 1 })).toThrow(WireError);
  });
});
