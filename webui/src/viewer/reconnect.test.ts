import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Connection } from '../api/client';
import { ApiError, NetworkError } from '../api/problem';
import { KeyChangedError } from './deviceKey';
import { beginVisit, change, connection } from './testing/beginVisit';

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('a ViewerSession that breaks', () => {
  it('does not fetch a session back from a machine whose key is another', async () => {
    const t = beginVisit();
    await t.settle();
    t.open();
    t.connect.mockRejectedValue(new KeyChangedError(change));
    t.links[0]!.events.closed(1006);
    await vi.advanceTimersByTimeAsync(1000);
    expect(t.phase()).toEqual({ kind: 'key_changed', change });
    await vi.advanceTimersByTimeAsync(300_000);
    expect(t.connect).toHaveBeenCalledTimes(2);
  });

  it('says that a machine was removed while its session was fetched back', async () => {
    const t = beginVisit();
    await t.settle();
    t.open();
    t.connect.mockRejectedValue(new ApiError(404, { detail: 'There is no machine with this ID or alias.' }));
    t.links[0]!.events.closed(4007);
    await vi.advanceTimersByTimeAsync(1000);
    expect(t.connect).toHaveBeenLastCalledWith('77'); // not by an alias that may be another's by now
    expect(t.phase()).toEqual({ kind: 'ended', end: 'unknown_device', words: undefined });
  });

  it('fetches a dropped session back', async () => {
    const t = beginVisit();
    await t.settle();
    t.open().events.closed(1006);
    expect(t.phase()).toMatchObject({ kind: 'reconnecting', cause: 'dropped', attempt: 1 });
    expect(t.session.getSnapshot().channel).toBeUndefined();
    await vi.advanceTimersByTimeAsync(600);
    expect(t.connect).toHaveBeenCalledTimes(2);
    expect(t.phase()).toMatchObject({ kind: 'reconnecting', nextAt: undefined });
    t.open();
    expect(t.phase().kind).toBe('open');
  });

  it('keeps trying while the appliance or the machine is not back, then gives up', async () => {
    const answers = [new NetworkError(), new ApiError(409, undefined), new ApiError(503, { retry_after: 30 })];
    let asked = 0;
    const connect = vi.fn(async (_address: string): Promise<Connection> => {
      asked += 1;
      if (asked === 1) return connection;
      throw answers[Math.min(asked - 2, answers.length - 1)]!;
    });
    const t = beginVisit(connect);
    await t.settle();
    t.open().events.closed(4014);
    for (let seconds = 0; seconds < 115; seconds++) {
      await vi.advanceTimersByTimeAsync(1000);
      expect(t.phase()).toMatchObject({ kind: 'reconnecting', cause: 'appliance_stopping' });
    }
    // Two quick answers, then the thirty seconds that were asked for.
    expect(asked).toBeLessThan(8);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(t.phase()).toMatchObject({ kind: 'ended', end: 'gave_up' });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('waits longer from try to try', async () => {
    const connect = vi.fn(async (_address: string) => connection);
    const t = beginVisit(connect);
    await t.settle();
    t.open();
    connect.mockRejectedValue(new NetworkError());
    t.links[0]!.events.closed(1006);
    const delays: number[] = [];
    for (let n = 0; n < 5; n++) {
      const phase = t.phase();
      if (phase.kind !== 'reconnecting') throw new Error(phase.kind);
      const delay = phase.nextAt! - Date.now();
      delays.push(delay);
      await vi.advanceTimersByTimeAsync(delay);
    }
    delays.forEach((delay, n) => {
      expect(delay).toBeGreaterThanOrEqual(250 * 2 ** n);
      expect(delay).toBeLessThanOrEqual(500 * 2 ** n);
    });
  });

  it('waits for a machine that restarts, without asking the one that goes down, and for five minutes', async () => {
    const t = beginVisit();
    await t.settle();
    t.open().say({ type: 'close', reason: 'restarting' });
    expect(t.phase()).toMatchObject({ kind: 'reconnecting', cause: 'restarting' });
    await vi.advanceTimersByTimeAsync(9_000);
    expect(t.connect).toHaveBeenCalledOnce();
    t.connect.mockRejectedValue(new ApiError(409, { code: 'device_offline' }));
    await vi.advanceTimersByTimeAsync(270_000);
    expect(t.phase()).toMatchObject({ kind: 'reconnecting', cause: 'restarting' });
    t.connect.mockResolvedValue(connection);
    await vi.advanceTimersByTimeAsync(15_000);
    t.link().say({ type: 'close', reason: 'desktop_failed' }); // not up yet
    expect(t.phase()).toMatchObject({ kind: 'reconnecting', cause: 'restarting' });
    await vi.advanceTimersByTimeAsync(15_000);
    t.open();
    expect(t.phase().kind).toBe('open');
    expect(t.phases).toEqual(['asking', 'calling', 'starting', 'open', 'reconnecting', 'open']);
  });

  it('gives a machine up that does not come back', async () => {
    const t = beginVisit();
    await t.settle();
    t.open().say({ type: 'close', reason: 'restarting' });
    t.connect.mockRejectedValue(new NetworkError());
    await vi.advanceTimersByTimeAsync(316_000);
    expect(t.phase()).toMatchObject({ kind: 'ended', end: 'gave_up' });
  });

  it('waits on when the machine that goes down has answered once more', async () => {
    const t = beginVisit();
    await t.settle();
    t.open().say({ type: 'close', reason: 'restarting' });
    await vi.advanceTimersByTimeAsync(10_000);
    t.open().events.closed(4007);
    expect(t.phase()).toMatchObject({ kind: 'reconnecting', cause: 'restarting' });
    t.connect.mockRejectedValue(new NetworkError());
    await vi.advanceTimersByTimeAsync(200_000);
    expect(t.phase()).toMatchObject({ kind: 'reconnecting', cause: 'restarting' });
  });

  it('does not hammer a machine whose sessions break at once', async () => {
    const t = beginVisit();
    await t.settle();
    for (let n = 0; n < 200 && t.phase().kind !== 'ended'; n++) {
      t.open().say({ type: 'close', reason: 'display_lost' });
      await vi.advanceTimersByTimeAsync(15_000);
    }
    expect(t.phase()).toMatchObject({ kind: 'ended', end: 'gave_up' });
    expect(t.connect.mock.calls.length).toBeLessThan(15);
  });

  it('tries at once when told to', async () => {
    const t = beginVisit();
    await t.settle();
    t.open().events.closed(1006);
    t.session.tryNow();
    t.session.tryNow();
    await t.settle();
    expect(t.connect).toHaveBeenCalledTimes(2);
  });

  it.each([
    'ended_by_device',
    'ended_by_administrator',
    'declined',
    'not_permitted',
    'desktop_failed',
    'protocol_error',
    'replaced',
    'idle',
    'busy',
  ] as const)('ends for good on %s', async (reason) => {
    const t = beginVisit();
    await t.settle();
    t.open().say({ type: 'close', reason });
    await t.settle();
    expect(t.phase()).toMatchObject({ kind: 'ended', end: reason });
    await vi.advanceTimersByTimeAsync(300_000);
    expect(t.connect).toHaveBeenCalledOnce();
  });

  it('stops fetching back on a final answer', async () => {
    const t = beginVisit();
    await t.settle();
    t.open();
    t.connect.mockRejectedValue(new ApiError(403, undefined));
    t.links[0]!.events.closed(1006);
    await vi.advanceTimersByTimeAsync(1000);
    expect(t.phase()).toMatchObject({ kind: 'ended', end: 'not_permitted' });
  });

  it('does not fetch back what never was', async () => {
    const t = beginVisit();
    await t.settle();
    t.link().events.closed(1006);
    expect(t.phase()).toMatchObject({ kind: 'ended', end: 'dropped' });
  });
});
