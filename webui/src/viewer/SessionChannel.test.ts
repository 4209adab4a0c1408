import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { CHANNEL } from '../wire/frames';
import type { RfbChannel } from './RfbChannel';
import { HANDSHAKE } from './RfbChannel';
import { SessionChannel, type SessionEnd } from './SessionChannel';
import { fakeLinks } from './testing/FakeLink';

function begin() {
  const { links, openLink } = fakeLinks();
  const states: string[] = [];
  const ends: SessionEnd[] = [];
  let screen: RfbChannel | undefined;
  const session = new SessionChannel('/stream', openLink, {
    state: (state, permissions) => states.push(permissions.keyboard ? `${state}+keyboard` : state),
    screen: (channel) => (screen = channel),
    ended: (end) => ends.push(end),
  });
  const link = links[0]!;
  return { session, link, states, ends, screen: () => screen };
}

function beginOpen() {
  const begun = begin();
  begun.link.say({ type: 'state', state: 'open', permissions: 63 });
  return { ...begun, rfb: begun.screen()! };
}

const text = (words: string) => new TextEncoder().encode(words);

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('SessionChannel', () => {
  it('tells the states and hands over the screen once', () => {
    const { link, states, screen } = begin();
    link.say({ type: 'state', state: 'waiting', permissions: 0 });
    link.say({ type: 'state', state: 'starting', permissions: 0 });
    expect(screen()).toBeUndefined();
    link.say({ type: 'state', state: 'open', permissions: 1 });
    const first = screen();
    link.say({ type: 'state', state: 'open', permissions: 3 });
    expect(screen()).toBe(first);
    expect(states).toEqual(['waiting', 'starting', 'open', 'open+keyboard']);
  });

  it('keeps the greeting until noVNC listens, then passes bytes in order', async () => {
    const { link, rfb } = beginOpen();
    link.sayBytes(CHANNEL.rfb, text('RFB '));
    link.sayBytes(CHANNEL.rfb, text('003'));
    const got: string[] = [];
    rfb.onmessage = ({ data }) => got.push(new TextDecoder().decode(data));
    link.sayBytes(CHANNEL.rfb, text('.008'));
    await Promise.resolve();
    link.sayBytes(CHANNEL.rfb, text('\n'));
    expect(got).toEqual(['RFB ', '003', '.008', '\n']);
  });

  it('frames what noVNC sends', () => {
    const { link, rfb } = beginOpen();
    rfb.send(HANDSHAKE);
    rfb.send(Uint8Array.of(1, 2, 3));
    expect(link.rfb).toEqual([...HANDSHAKE, 1, 2, 3]);
    rfb.close();
    rfb.send(Uint8Array.of(4));
    expect(link.rfb).toEqual([...HANDSHAKE, 1, 2, 3]);
  });

  it('shakes hands before noVNC is there, and once', () => {
    const { link, rfb } = beginOpen();
    expect(link.rfb).toEqual([...HANDSHAKE]);
    rfb.send(HANDSHAKE.slice(0, 12));
    rfb.send(HANDSHAKE.slice(12, 13));
    rfb.send(Uint8Array.of(1, 2, 0)); // the rest, with the first message
    expect(link.rfb).toEqual([...HANDSHAKE, 2, 0]);
  });

  it('hands the version of the machine over on its own', () => {
    const { link, rfb } = beginOpen();
    const got: string[] = [];
    rfb.onmessage = ({ data }) => got.push(new TextDecoder().decode(data));
    link.sayBytes(CHANNEL.rfb, text('RFB 003.008\n and more'));
    link.sayBytes(CHANNEL.rfb, text(', and the rest'));
    expect(got).toEqual(['RFB 003.008\n', ' and more', ', and the rest']);
  });

  it('ends when noVNC shakes hands in another way', () => {
    const { ends, rfb } = beginOpen();
    rfb.send(new TextEncoder().encode('RFB 003.003\n'));
    expect(ends).toEqual(['screen_failed']);
  });

  it('answers pings and measures its own', () => {
    const { session, link } = beginOpen();
    link.say({ type: 'ping', opaque: 77n });
    expect(link.heard).toContainEqual({ type: 'pong', opaque: 77n });
    vi.advanceTimersByTime(2000);
    const ping = link.heard.findLast((message) => message.type === 'ping');
    vi.advanceTimersByTime(30);
    link.say({ type: 'pong', opaque: 999n });
    expect(session.roundTrip).toBeUndefined();
    link.say({ ...ping!, type: 'pong' } as never);
    expect(session.roundTrip).toBe(30);
  });

  it('gives up on a connection that fell silent', () => {
    const { link, ends } = beginOpen();
    vi.advanceTimersByTime(10_000);
    link.say({ type: 'ping', opaque: 1n });
    vi.advanceTimersByTime(14_000);
    expect(ends).toEqual([]);
    vi.advanceTimersByTime(6_000);
    expect(ends).toEqual(['timed_out']);
    expect(link.closedWith).toBe(4015);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not wait for ever for a machine that says nothing', () => {
    const { link, ends } = begin();
    vi.advanceTimersByTime(39_000);
    expect(ends).toEqual([]);
    vi.advanceTimersByTime(2_000);
    expect(ends).toEqual(['no_answer']);
    expect(link.closedWith).toBe(4005);
  });

  it.each([
    ['an unknown channel', Uint8Array.of(9, 0, 0, 1, 0)],
    ['an unknown message', Uint8Array.of(0, 0, 0, 1, 99)],
    ['a viewer hello', Uint8Array.of(0, 0, 0, 3, 1, 0, 1)],
    ['a step back', Uint8Array.of(0, 0, 0, 6, 2, 1, 0, 0, 0, 0)],
    ['a frame too long', Uint8Array.of(1, 255, 255, 255)],
  ])('ends with protocol_error on %s', (_what, bytes) => {
    const { link, ends, rfb } = beginOpen();
    link.events.bytes(bytes);
    expect(ends).toEqual(['protocol_error']);
    expect(link.heard.at(-1)).toEqual({ type: 'close', reason: 'protocol_error' });
    expect(link.closedWith).toBe(4013);
    expect(rfb.readyState).toBe('closed');
  });

  it('takes no RFB before the session is open', () => {
    const { link, ends } = begin();
    link.sayBytes(CHANNEL.rfb, text('RFB'));
    expect(ends).toEqual(['protocol_error']);
  });

  it.each([
    ['a CLOSE', (link: ReturnType<typeof begin>['link']) => link.say({ type: 'close', reason: 'declined' }), 'declined'],
    ['a close code', (link: ReturnType<typeof begin>['link']) => link.events.closed(4006), 'device_offline'],
    ['no word', (link: ReturnType<typeof begin>['link']) => link.events.closed(1006), 'dropped'],
    ['a foreign code', (link: ReturnType<typeof begin>['link']) => link.events.closed(4000), 'dropped'],
  ])('tells once why it ended: %s', (_what, act, end) => {
    const { link, ends } = begin();
    act(link);
    link.events.closed(1006);
    expect(ends).toEqual([end]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('tells noVNC that it is over', () => {
    const { link, rfb } = beginOpen();
    const closed = vi.fn();
    rfb.onclose = closed;
    link.say({ type: 'close', reason: 'display_lost' });
    expect(closed).toHaveBeenCalledOnce();
  });

  it('ends without an event of its own when the viewer leaves', () => {
    const { session, link, ends } = beginOpen();
    session.close('ended_by_viewer');
    session.close('ended_by_viewer');
    expect(link.heard.filter((message) => message.type === 'close')).toEqual([
      { type: 'close', reason: 'ended_by_viewer' },
    ]);
    expect(link.closedWith).toBe(4001);
    expect(ends).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends when noVNC throws over what it got', () => {
    const { link, ends, rfb } = beginOpen();
    rfb.onmessage = () => {
      throw new Error('cannot read this');
    };
    link.sayBytes(CHANNEL.rfb, text('x'));
    expect(ends).toEqual(['screen_failed']);
  });

  it('does not hoard bytes for a screen that never comes', () => {
    const { link, ends } = beginOpen();
    link.sayBytes(CHANNEL.rfb, new Uint8Array(65_537));
    expect(ends).toEqual(['screen_failed']);
  });
});
