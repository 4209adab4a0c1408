import { describe, expect, it } from 'vitest';

import { JitterBuffer, NOTHING_BEFORE, RATE, type Before } from './JitterBuffer';

const PACKET = RATE / 50;
const BLOCK = 128;

// A tone that goes on from packet to packet.
class Source {
  private at = 0;
  constructor(private readonly frequency = 440) {}

  packet(): Float32Array {
    return Float32Array.from({ length: PACKET }, () => Math.sin((2 * Math.PI * this.frequency * this.at++) / RATE) / 2);
  }
  skip(packets: number): void {
    this.at += packets * PACKET;
  }
}

class World {
  readonly buffer = new JitterBuffer();
  readonly source = new Source();
  // Of all that was heard, from sample to sample.
  greatestStep = 0;
  private last = 0;

  push(count: number, before: Before = NOTHING_BEFORE): void {
    for (let i = 0; i < count; i++) {
      const samples = this.source.packet();
      this.buffer.push(samples, samples, i === 0 ? before : NOTHING_BEFORE);
    }
  }
  pull(milliseconds: number): number[] {
    const got: number[] = [];
    let isAlike = true;
    for (let missing = (milliseconds * RATE) / 1000; missing > 0; missing -= BLOCK) {
      const left = new Float32Array(Math.min(BLOCK, missing));
      const right = new Float32Array(left.length);
      this.buffer.pull(left, right);
      isAlike &&= left.every((sample, i) => sample === right[i]);
      got.push(...left);
    }
    expect(isAlike).toBe(true);
    for (const sample of got) {
      this.greatestStep = Math.max(this.greatestStep, Math.abs(sample - this.last));
      this.last = sample;
    }
    return got;
  }
  // As an even network brings it.
  play(seconds: number): void {
    for (let i = 0; i < seconds * 50; i++) {
      this.push(1);
      this.pull(20);
    }
  }
}

const loudest = (samples: number[]) => Math.max(...samples.map(Math.abs));
// What a tone of this frequency and loudness steps from sample to sample, and a little more.
const SMOOTH = 0.04;

describe('JitterBuffer', () => {
  it('waits until enough is there, then plays all of it in order', () => {
    const world = new World();
    world.push(3);
    expect(loudest(world.pull(20))).toBe(0);
    expect(world.buffer.ready).toBe(60);
    world.push(1);
    expect(loudest(world.pull(20))).toBeGreaterThan(0.4);
    world.play(2);
    expect(world.buffer.ranDry).toBe(0);
    expect(world.greatestStep).toBeLessThan(SMOOTH);
  });

  it('falls silent without a click when nothing comes, and goes on when it does', () => {
    const world = new World();
    world.push(6);
    world.pull(400);
    expect(world.buffer.ranDry).toBe(1);
    expect(loudest(world.pull(20))).toBe(0);
    world.push(6);
    expect(loudest(world.pull(40))).toBeGreaterThan(0.4);
    expect(world.greatestStep).toBeLessThan(SMOOTH);
  });

  it('keeps more ready after something came late, not after silence, and less again in time', () => {
    const world = new World();
    const { wanted } = world.buffer;
    world.push(6);
    world.pull(300);
    world.push(6, { missing: 0, silence: true });
    expect(world.buffer.wanted).toBe(wanted);
    world.pull(300);
    world.push(6);
    expect(world.buffer.wanted).toBe(wanted + 20);
    for (let i = 0; i < 50; i++) {
      world.pull(600);
      world.push(20);
    }
    expect(world.buffer.wanted).toBe(300);
    world.play(300);
    expect(world.buffer.wanted).toBeLessThan(150);
  });

  it('hides a packet that is missing', () => {
    const world = new World();
    world.push(5);
    world.pull(20);
    world.source.skip(2);
    const before = world.buffer.ready;
    world.push(1, { missing: 2, silence: false });
    expect(world.buffer.ready).toBeCloseTo(before + 60);
    world.pull(80);
    const hidden = world.pull(30);
    expect(loudest(hidden)).toBeGreaterThan(0.1);
    expect(world.greatestStep).toBeLessThan(SMOOTH);
  });

  it('does not fill a long hole', () => {
    const world = new World();
    world.push(5);
    world.pull(20);
    world.push(1, { missing: 1000, silence: false });
    expect(world.buffer.ready).toBeLessThan(250);
  });

  it('is never far behind: what came all at once is skipped', () => {
    const world = new World();
    world.push(5);
    world.pull(20);
    world.push(500);
    expect(world.buffer.ready).toBeLessThan(400);
    expect(loudest(world.pull(20))).toBeGreaterThan(0.4);
  });

  it.each([51, 49])('keeps up with a machine that brings %i packets where 50 are played', (packets) => {
    const world = new World();
    world.push(4);
    // 2 % off for a while is more than any clock is; it may skip or run dry, but neither grows without end.
    world.play(10);
    for (let second = 0; second < 60; second++) {
      for (let i = 0; i < packets; i++) {
        world.push(1);
        if (i < 50) world.pull(20);
      }
      for (let i = packets; i < 50; i++) world.pull(20);
      expect(world.buffer.ready).toBeLessThan(400);
    }
  });

  it('bends to a clock that is a little fast, unheard', () => {
    const world = new World();
    world.push(5);
    // 1 packet more in 500: 0.2 %.
    for (let i = 0; i < 20_000; i++) {
      world.push(i % 500 === 0 ? 2 : 1);
      world.pull(20);
    }
    expect(world.buffer.ready).toBeLessThan(250);
    expect(world.buffer.ranDry).toBe(0);
    expect(world.greatestStep).toBeLessThan(SMOOTH);
  });
});
