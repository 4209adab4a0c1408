import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { EventFeed } from './events';

class FakeSocket {
  binaryType = '';
  onopen?: () => void;
  onclose?: () => void;
  onmessage?: (message: { data: unknown }) => void;
  close() {
    this.onclose?.();
  }
  says(text: string) {
    this.onmessage?.({ data: new TextEncoder().encode(text).buffer });
  }
}

function start() {
  const sockets: FakeSocket[] = [];
  const topics: string[] = [];
  const live: boolean[] = [];
  const feed = new EventFeed({
    open: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
    changed: (topic) => topics.push(topic),
    live: (isLive) => live.push(isLive),
  });
  feed.start();
  const last = () => sockets[sockets.length - 1]!;
  return { feed, sockets, topics, live, last };
}

describe('EventFeed', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(Math, 'random').mockReturnValue(1);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('tells what changed', () => {
    const { last, topics, live } = start();
    last().onopen?.();
    last().says('{"topic":"clients"}\n{"topic":"sess');
    last().says('ions"}\n');
    expect(topics).toEqual(['clients', 'sessions']);
    expect(live).toEqual([true]);
  });

  it('connects again with growing pauses, and starts small after a success', () => {
    const { last, sockets } = start();
    const pauses: number[] = [];
    const failAndMeasure = () => {
      const before = sockets.length;
      last().close();
      let waited = 0;
      while (sockets.length === before) {
        vi.advanceTimersByTime(500);
        waited += 500;
      }
      pauses.push(waited);
    };
    for (let i = 0; i < 7; i++) failAndMeasure();
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    last().onopen?.();
    pauses.length = 0;
    failAndMeasure();
    expect(pauses).toEqual([1000]);
  });

  it.each(['no json\n', '{"topic":7}\n', 'null\n'])('ends a stream that says %j', (text) => {
    const { last, live, topics } = start();
    last().onopen?.();
    last().says(text);
    expect(live).toEqual([true, false]);
    expect(topics).toEqual([]);
  });

  it('does not wait when the network is back', () => {
    const { feed, last, sockets } = start();
    last().close();
    feed.hurry();
    expect(sockets).toHaveLength(2);
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(2);
  });

  it('stays silent once stopped', () => {
    const { feed, last, sockets, live } = start();
    last().onopen?.();
    feed.stop();
    vi.advanceTimersByTime(120_000);
    expect(sockets).toHaveLength(1);
    expect(live).toEqual([true]);
  });
});
