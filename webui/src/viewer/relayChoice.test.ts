import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Connection } from '../api/client';
import { type Measure, type Relay, RelayChoice } from './relayChoice';

const relay = (name: string, from_machine_ms: number | null): Relay => ({
  id: '1',
  name,
  address: `${name}.example:8443`,
  server_name: 'relay-1.gatehouse',
  from_machine_ms,
  stream_url: `wss://${name}.example:8443/stream/7?key=k`,
});
const connection = (from_machine_ms: number | null, ...relays: Relay[]) => ({ from_machine_ms, relays }) as Connection;

// Answers after so many milliseconds, with as many; nothing: not at all.
function world(times: Record<string, number | 'refused' | 'silent'>) {
  const measure = vi.fn<Measure>(async (origin) => {
    const time = times[origin === '' ? 'own' : new URL(origin).hostname.replace('.example', '')];
    if (time === 'refused' || time === undefined) throw new TypeError('Failed to fetch');
    if (time === 'silent') return new Promise<number>(() => {});
    await new Promise((resolve) => setTimeout(resolve, time));
    return time;
  });
  const choice = new RelayChoice(measure);
  const choose = async (asked: Connection) => {
    const start = Date.now();
    const chosen = choice.choose(asked);
    let took = 0;
    void chosen.then(() => (took = Date.now() - start));
    await vi.advanceTimersByTimeAsync(5000);
    return { name: (await chosen)?.name, took };
  };
  return { measure, choice, choose };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('RelayChoice', () => {
  it('takes the shortest way from the machine to this browser', async () => {
    const t = world({ own: 80, near: 10, far: 5 });
    expect(await t.choose(connection(80, relay('near', 10), relay('far', 150)))).toEqual({ name: 'near', took: 80 });
  });

  it('takes the appliance when that is as short', async () => {
    const t = world({ own: 20, r: 20 });
    expect((await t.choose(connection(20, relay('r', 20)))).name).toBeUndefined();
  });

  it('asks nobody when there is no relay, or nothing to compare with', async () => {
    const t = world({ own: 20, r: 1 });
    expect(await t.choose(connection(20))).toEqual({ name: undefined, took: 0 });
    expect(await t.choose(connection(null, relay('r', 1)))).toEqual({ name: undefined, took: 0 });
    expect(t.measure).not.toHaveBeenCalled();
  });

  it('takes no relay that this browser or the machine does not reach', async () => {
    const t = world({ own: 100, r: 'refused', s: 1 });
    expect((await t.choose(connection(100, relay('r', 1), relay('s', null)))).name).toBeUndefined();
  });

  it('waits for nothing when no relay may be asked', async () => {
    const t = world({ own: 100, r: 'refused', s: 'refused' });
    expect(await t.choose(connection(100, relay('r', 1), relay('s', 1)))).toEqual({ name: undefined, took: 0 });
  });

  it('takes the appliance when that could not be measured', async () => {
    const t = world({ own: 'refused', r: 1 });
    expect((await t.choose(connection(100, relay('r', 1)))).name).toBeUndefined();
  });

  it('waits 400 ms at most, and takes what answered by then', async () => {
    const t = world({ own: 100, quick: 50, slow: 'silent' });
    const asked = connection(100, relay('slow', 1), relay('quick', 50));
    expect(await t.choose(asked)).toEqual({ name: 'quick', took: 400 });
  });

  it('takes a relay when the appliance is too far to be measured in that time', async () => {
    const t = world({ own: 1000, r: 30 });
    expect(await t.choose(connection(300, relay('r', 400)))).toEqual({ name: 'r', took: 400 });
    expect((await world({ own: 1000, r: 399 }).choose(connection(300, relay('r', 302)))).name).toBeUndefined();
  });

  it('remembers for ten minutes, also what came too late', async () => {
    const t = world({ own: 100, r: 1, late: 450 });
    const asked = connection(1000, relay('late', 20), relay('r', 700));
    expect(await t.choose(asked)).toEqual({ name: 'r', took: 400 });
    expect(await t.choose(asked)).toEqual({ name: 'late', took: 0 });
    expect(t.measure).toHaveBeenCalledTimes(3);
    vi.advanceTimersByTime(600_000);
    await t.choose(asked);
    expect(t.measure).toHaveBeenCalledTimes(6);
  });

  it('leaves a relay alone for a minute that did not get a session through', async () => {
    const t = world({ own: 100, r: 1 });
    const near = relay('r', 1);
    expect((await t.choose(connection(100, near))).name).toBe('r');
    t.choice.avoid(near);
    expect(await t.choose(connection(100, near))).toEqual({ name: undefined, took: 0 });
    vi.advanceTimersByTime(60_000);
    expect((await t.choose(connection(100, near))).name).toBe('r');
  });

  it('takes no relay whose stream is somewhere else', async () => {
    const t = world({ own: 100, r: 1 });
    for (const stream_url of ['ws://r.example:8443/s', 'wss://evil.example/s', 'wss://r.example/s', 'wss://a@r.example:8443/s', '/s', '']) {
      expect((await t.choose(connection(100, { ...relay('r', 1), stream_url }))).name).toBeUndefined();
    }
    expect(t.measure).not.toHaveBeenCalled();
  });
});
