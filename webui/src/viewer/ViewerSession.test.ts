import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Connection } from '../api/client';
import { ApiError, NetworkError } from '../api/problem';
import { KeyChangedError, type KeyChange } from './deviceKey';
import { endingWords } from './endingWords';
import { fakeLinks } from './testing/FakeLink';
import type { Relay } from './relayChoice';
import { ViewerSession, type Way } from './ViewerSession';

const change = { machine: { id: '77', name: 'desk-7' }, isVouchedFor: true } as KeyChange;
const connection = { session_id: '7', client: { id: '77', name: 'desk-7' }, stream_path: '/stream/7' } as Connection;

const relay = { name: 'Berlin', stream_url: 'wss://berlin.example/stream/7?key=k' } as Relay;

function begin(connect = vi.fn(async (_address: string) => connection), nearest?: Relay) {
  const { links, openLink } = fakeLinks();
  const trust = vi.fn();
  const avoid = vi.fn();
  const ways: Way[] = [];
  const session = new ViewerSession('reception', {
    connect: async (address, _sealed, way) => {
      ways.push(way);
      return { connection: await connect(address), openLink, relay: way === 'shortest' ? nearest : undefined };
    },
    avoid,
    trust,
  });
  const phases: string[] = [];
  session.subscribe(() => {
    const { phase } = session.getSnapshot();
    const words = phase.kind === 'ended' ? `ended:${phase.end}` : phase.kind;
    if (phases.at(-1) !== words) phases.push(words);
  });
  session.start();
  const settle = () => vi.advanceTimersByTimeAsync(0);
  const link = () => links.at(-1)!;
  const open = () => {
    const newest = link();
    newest.say({ type: 'state', state: 'open', permissions: 63 });
    session.screenShown();
    return newest;
  };
  return { session, connect, trust, avoid, ways, links, phases, settle, link, open, phase: () => session.getSnapshot().phase };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('ViewerSession', () => {
  it('goes from the question to the picture', async () => {
    const t = begin();
    await t.settle();
    expect(t.connect).toHaveBeenCalledWith('reception');
    expect(t.session.getSnapshot().machine?.name).toBe('desk-7');
    const link = t.link();
    link.say({ type: 'state', state: 'waiting', permissions: 0 });
    link.say({ type: 'state', state: 'starting', permissions: 0 });
    link.say({ type: 'state', state: 'open', permissions: 1 });
    expect(t.session.getSnapshot().channel).toBeDefined();
    t.session.screenShown();
    expect(t.phases).toEqual(['asking', 'calling', 'waiting', 'starting', 'open']);
  });

  it('asks for the password of the machine while a person there is asked', async () => {
    const t = begin();
    await t.settle();
    const link = t.link();
    const asked = () => {
      const phase = t.phase();
      return phase.kind === 'waiting' ? phase.asked : undefined;
    };
    link.say({ type: 'ask', what: 'password', refused: false, wait: 0 });
    link.say({ type: 'state', state: 'waiting', permissions: 0 });
    expect(asked()).toEqual({ what: 'password', refused: false, from: Date.now() });
    t.session.answer('correct horse');
    expect(link.heard).toContainEqual({ type: 'answer', text: 'correct horse' });
    link.say({ type: 'ask', what: 'password', refused: true, wait: 15 });
    expect(asked()).toEqual({ what: 'password', refused: true, from: Date.now() + 15_000 });
    link.say({ type: 'ask', what: 'code', refused: false, wait: 0 });
    expect(asked()?.what).toBe('code');
    link.say({ type: 'state', state: 'open', permissions: 1 });
    t.session.screenShown();
    expect(t.phases).toEqual(['asking', 'calling', 'waiting', 'starting', 'open']);
    t.session.answer('too late');
    expect(link.heard.filter(({ type }) => type === 'answer')).toHaveLength(1);
  });

  it.each([
    [401, 'signed_out'],
    [403, 'not_permitted'],
    [404, 'unknown_machine'],
    [409, 'device_offline'],
    [429, 'busy'],
    [503, 'busy'],
    [500, 'refused'],
  ])('shows what the portal answered: %i', async (status, end) => {
    const connect = vi.fn().mockRejectedValue(new ApiError(status, { detail: 'Because.' }));
    const t = begin(connect);
    await t.settle();
    expect(t.phase()).toEqual({ kind: 'ended', end, words: 'Because.' });
    expect(connect).toHaveBeenCalledOnce();
  });

  it('shows that nothing answered, and asks again when told to', async () => {
    const connect = vi.fn().mockRejectedValueOnce(new NetworkError()).mockResolvedValue(connection);
    const t = begin(connect);
    await t.settle();
    expect(t.phase()).toMatchObject({ kind: 'ended', end: 'unreachable' });
    t.session.start();
    await t.settle();
    t.open();
    expect(t.phase().kind).toBe('open');
  });

  it('asks for an approval first where the machine wants one, and says when it is closed', async () => {
    const needed = new ApiError(403, { code: 'approval_needed', detail: 'Ask.', client_id: '77' });
    const closed = new ApiError(409, { code: 'outside_hours', detail: 'It opens Monday.' });
    const t = begin(vi.fn().mockRejectedValueOnce(needed).mockRejectedValue(closed));
    await t.settle();
    expect(t.phase()).toEqual({ kind: 'approval_wanted', clientId: '77' });
    t.session.start();
    await t.settle();
    expect(t.phase()).toEqual({ kind: 'ended', end: 'outside_hours', words: 'It opens Monday.' });
  });

  it.each([
    [4024, { kind: 'ended', end: 'outside_hours' }],
    [4025, { kind: 'ended', end: 'approval_over' }],
    [4011, { kind: 'ended', end: 'not_permitted' }],
  ] as const)('tells why a session that was open is not allowed any more: %s', async (code, phase) => {
    const t = begin();
    await t.settle();
    t.open().events.closed(code);
    await t.settle();
    expect(t.phase()).toMatchObject(phase);
  });

  it('says that a key waits to be confirmed, and of which machine', async () => {
    const problem = { code: 'device_key_changed', detail: 'Because.', client_id: '77' };
    const t = begin(vi.fn().mockRejectedValue(new ApiError(409, problem)));
    await t.settle();
    expect(t.phase()).toEqual({ kind: 'ended', end: 'device_key_changed', words: 'Because.', clientId: '77' });
  });

  it('stops before the machine is called when its key is another, until the person trusts it', async () => {
    const connect = vi.fn().mockRejectedValueOnce(new KeyChangedError(change)).mockResolvedValue(connection);
    const t = begin(connect);
    await t.settle();
    expect(t.phase()).toEqual({ kind: 'key_changed', change });
    expect(t.links).toEqual([]);
    t.session.trustNewKey();
    expect(t.trust).toHaveBeenCalledExactlyOnceWith(change);
    await t.settle();
    t.open();
    expect(t.phase().kind).toBe('open');
  });

  it('trusts no key that the appliance does not vouch for', async () => {
    const t = begin(vi.fn().mockRejectedValue(new KeyChangedError({ ...change, isVouchedFor: false })));
    await t.settle();
    t.session.trustNewKey();
    await t.settle();
    expect(t.trust).not.toHaveBeenCalled();
    expect(t.connect).toHaveBeenCalledOnce();
  });

  it('does not fetch a session back from a machine whose key is another', async () => {
    const t = begin();
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
    const t = begin();
    await t.settle();
    t.open();
    t.connect.mockRejectedValue(new ApiError(404, { detail: 'There is no machine with this ID or alias.' }));
    t.links[0]!.events.closed(4007);
    await vi.advanceTimersByTimeAsync(1000);
    expect(t.connect).toHaveBeenLastCalledWith('77'); // not by an alias that may be another's by now
    expect(t.phase()).toEqual({ kind: 'ended', end: 'unknown_device', words: undefined });
  });

  it('never ends on a blank page, whatever is thrown', async () => {
    const t = begin(vi.fn().mockRejectedValue(new TypeError('surprise')));
    await t.settle();
    expect(t.phase()).toMatchObject({ kind: 'ended', end: 'failed' });
  });

  it('fetches a dropped session back', async () => {
    const t = begin();
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
    const t = begin(connect);
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
    const t = begin(connect);
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
    const t = begin();
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
    const t = begin();
    await t.settle();
    t.open().say({ type: 'close', reason: 'restarting' });
    t.connect.mockRejectedValue(new NetworkError());
    await vi.advanceTimersByTimeAsync(316_000);
    expect(t.phase()).toMatchObject({ kind: 'ended', end: 'gave_up' });
  });

  it('waits on when the machine that goes down has answered once more', async () => {
    const t = begin();
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
    const t = begin();
    await t.settle();
    for (let n = 0; n < 200 && t.phase().kind !== 'ended'; n++) {
      t.open().say({ type: 'close', reason: 'display_lost' });
      await vi.advanceTimersByTimeAsync(15_000);
    }
    expect(t.phase()).toMatchObject({ kind: 'ended', end: 'gave_up' });
    expect(t.connect.mock.calls.length).toBeLessThan(15);
  });

  it('tries at once when told to', async () => {
    const t = begin();
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
    const t = begin();
    await t.settle();
    t.open().say({ type: 'close', reason });
    await t.settle();
    expect(t.phase()).toMatchObject({ kind: 'ended', end: reason });
    await vi.advanceTimersByTimeAsync(300_000);
    expect(t.connect).toHaveBeenCalledOnce();
  });

  it('stops fetching back on a final answer', async () => {
    const t = begin();
    await t.settle();
    t.open();
    t.connect.mockRejectedValue(new ApiError(403, undefined));
    t.links[0]!.events.closed(1006);
    await vi.advanceTimersByTimeAsync(1000);
    expect(t.phase()).toMatchObject({ kind: 'ended', end: 'not_permitted' });
  });

  it('does not fetch back what never was', async () => {
    const t = begin();
    await t.settle();
    t.link().events.closed(1006);
    expect(t.phase()).toMatchObject({ kind: 'ended', end: 'dropped' });
  });

  it('tells the machine when the viewer leaves, also while waiting', async () => {
    const t = begin();
    await t.settle();
    const link = t.link();
    t.session.disconnect();
    expect(link.closedWith).toBe(4001);
    expect(t.phase()).toMatchObject({ kind: 'ended', end: 'ended_by_viewer' });
  });

  it('leaves nothing behind when the page goes away while the portal is asked', async () => {
    const t = begin();
    t.session.leave();
    await t.settle();
    expect(t.links).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends with a page when noVNC gives up', async () => {
    const t = begin();
    await t.settle();
    const link = t.open();
    t.session.screenFailed();
    expect(t.phase()).toMatchObject({ kind: 'ended', end: 'screen_failed' });
    expect(link.closedWith).toBe(4013);
  });
});

describe('ViewerSession by a relay', () => {
  const beginByRelay = async () => {
    const t = begin(undefined, relay);
    await t.settle();
    return t;
  };

  it('goes through it, and says so', async () => {
    const t = await beginByRelay();
    expect(t.link().path).toBe(relay.stream_url);
    t.link().events.open?.();
    t.open();
    expect(t.session.getSnapshot()).toMatchObject({ relay: 'Berlin', phase: { kind: 'open' } });
    expect(t.avoid).not.toHaveBeenCalled();
  });

  it.each([1006, 4005, 4004, 4013])('asks again and goes by the appliance, without a word, when it closes with %i', async (code) => {
    const t = await beginByRelay();
    t.link().events.closed(code);
    await t.settle();
    expect(t.ways).toEqual(['shortest', 'appliance']);
    expect(t.avoid).toHaveBeenCalledWith(relay);
    expect(t.link().path).toBe('/stream/7');
    t.open();
    expect(t.session.getSnapshot().relay).toBeUndefined();
    expect(t.phases).toEqual(['asking', 'calling', 'starting', 'open']);
  });

  it('falls back once: what the appliance says holds', async () => {
    const t = await beginByRelay();
    t.link().events.closed(1006);
    await t.settle();
    t.link().events.closed(1006);
    await t.settle();
    expect(t.links).toHaveLength(2);
    expect(t.phase()).toMatchObject({ kind: 'ended', end: 'dropped' });
  });

  it('does not ring a machine again that has answered', async () => {
    const t = await beginByRelay();
    t.link().events.open?.();
    t.link().say({ type: 'close', reason: 'declined' });
    await t.settle();
    expect(t.links).toHaveLength(1);
    expect(t.phase()).toMatchObject({ kind: 'ended', end: 'declined' });
  });

  it('does not go on when an administrator has ended it', async () => {
    const t = await beginByRelay();
    t.link().events.closed(4003);
    await t.settle();
    expect(t.phase()).toMatchObject({ kind: 'ended', end: 'ended_by_administrator' });
  });

  it('is fetched back when the relay goes away, and the relay is avoided', async () => {
    const t = await beginByRelay();
    t.link().events.open?.();
    t.open().events.closed(1006);
    expect(t.avoid).toHaveBeenCalledExactlyOnceWith(relay);
    expect(t.phase()).toMatchObject({ kind: 'reconnecting', cause: 'dropped' });
    await vi.advanceTimersByTimeAsync(600);
    expect(t.ways).toEqual(['shortest', 'shortest']); // the choice knows what to avoid
  });

  it('is left while it falls back', async () => {
    const t = await beginByRelay();
    t.link().events.closed(1006);
    t.session.disconnect();
    await t.settle();
    expect(t.links).toHaveLength(1);
    expect(t.phase()).toMatchObject({ kind: 'ended', end: 'ended_by_viewer' });
  });
});

describe('endingWords', () => {
  it('have whole sentences', () => {
    for (const ending of Object.values(endingWords)) {
      expect(ending.title).not.toMatch(/[.]$/);
      for (const words of [ending.text, ending.next]) expect(words).toMatch(/^[A-Z].*\.$/);
    }
  });
});
