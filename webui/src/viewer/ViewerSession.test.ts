import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { ApiError, NetworkError } from '../api/problem';
import { KeyChangedError } from './deviceKey';
import { beginVisit, change, connection, relay } from './testing/beginVisit';

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
    const t = beginVisit();
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
    const t = beginVisit();
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
    const t = beginVisit(connect);
    await t.settle();
    expect(t.phase()).toEqual({ kind: 'ended', end, words: 'Because.' });
    expect(connect).toHaveBeenCalledOnce();
  });

  it('shows that nothing answered, and asks again when told to', async () => {
    const connect = vi.fn().mockRejectedValueOnce(new NetworkError()).mockResolvedValue(connection);
    const t = beginVisit(connect);
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
    const t = beginVisit(vi.fn().mockRejectedValueOnce(needed).mockRejectedValue(closed));
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
    const t = beginVisit();
    await t.settle();
    t.open().events.closed(code);
    await t.settle();
    expect(t.phase()).toMatchObject(phase);
  });

  it('says that a key waits to be confirmed, and of which machine', async () => {
    const problem = { code: 'device_key_changed', detail: 'Because.', client_id: '77' };
    const t = beginVisit(vi.fn().mockRejectedValue(new ApiError(409, problem)));
    await t.settle();
    expect(t.phase()).toEqual({ kind: 'ended', end: 'device_key_changed', words: 'Because.', clientId: '77' });
  });

  it('stops before the machine is called when its key is another, until the person trusts it', async () => {
    const connect = vi.fn().mockRejectedValueOnce(new KeyChangedError(change)).mockResolvedValue(connection);
    const t = beginVisit(connect);
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
    const t = beginVisit(vi.fn().mockRejectedValue(new KeyChangedError({ ...change, isVouchedFor: false })));
    await t.settle();
    t.session.trustNewKey();
    await t.settle();
    expect(t.trust).not.toHaveBeenCalled();
    expect(t.connect).toHaveBeenCalledOnce();
  });

  it('never ends on a blank page, whatever is thrown', async () => {
    const t = beginVisit(vi.fn().mockRejectedValue(new TypeError('surprise')));
    await t.settle();
    expect(t.phase()).toMatchObject({ kind: 'ended', end: 'failed' });
  });

  it('tells the machine when the viewer leaves, also while waiting', async () => {
    const t = beginVisit();
    await t.settle();
    const link = t.link();
    t.session.disconnect();
    expect(link.closedWith).toBe(4001);
    expect(t.phase()).toMatchObject({ kind: 'ended', end: 'ended_by_viewer' });
  });

  it('leaves nothing behind when the page goes away while the portal is asked', async () => {
    const t = beginVisit();
    t.session.leave();
    await t.settle();
    expect(t.links).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends with a page when noVNC gives up', async () => {
    const t = beginVisit();
    await t.settle();
    const link = t.open();
    t.session.screenFailed();
    expect(t.phase()).toMatchObject({ kind: 'ended', end: 'screen_failed' });
    expect(link.closedWith).toBe(4013);
  });
});

describe('ViewerSession by a relay', () => {
  const beginByRelay = async () => {
    const t = beginVisit(undefined, relay);
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
