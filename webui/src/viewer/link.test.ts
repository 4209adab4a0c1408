import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { relaySockets, relayUrl, streamUrl } from './link';

const page = { origin: 'https://gatehouse.example:8443' };

describe('streamUrl', () => {
  it('leads to the same appliance', () => {
    expect(streamUrl('/api/v1/connections/42/stream', page)).toBe(
      'wss://gatehouse.example:8443/api/v1/connections/42/stream',
    );
    expect(streamUrl('/s', { origin: 'http://localhost:5173' })).toBe('ws://localhost:5173/s');
  });

  it.each([
    '//elsewhere.example/stream',
    '/\\elsewhere.example/stream',
    '\\\\elsewhere.example/stream',
    'https://elsewhere.example/stream',
    'wss://elsewhere.example/stream',
    'stream',
    '',
    'javascript:alert(1)',
    '//',
  ])('refuses %j', (path) => {
    expect(streamUrl(path, page)).toBeUndefined();
  });
});

describe('relayUrl', () => {
  it('leads to that relay', () => {
    expect(relayUrl('wss://r.example:8443/stream/7?key=k', 'r.example:8443')).toBe('wss://r.example:8443/stream/7?key=k');
    expect(relayUrl('wss://r.example:443/s', 'r.example:443')).toBe('wss://r.example/s');
    expect(relayUrl('wss://[2001:db8::7]:8443/s', '[2001:db8::7]:8443')).toBeDefined();
  });

  it.each(['ws://r.example:8443/s', 'https://r.example:8443/s', 'wss://r.example/s', 'wss://r.example:8443.evil.example/s', 'wss://u@r.example:8443/s', '//r.example:8443/s', ''])(
    'refuses %j',
    (url) => {
      expect(relayUrl(url, 'r.example:8443')).toBeUndefined();
    },
  );
});

describe('a relay’s socket', () => {
  class FakeSocket {
    static newest: FakeSocket;
    onopen?: (() => void) | null;
    onclose?: ((event: { code: number }) => void) | null;
    closed = false;
    constructor(readonly url: string) {
      FakeSocket.newest = this;
    }
    close() {
      this.closed = true;
    }
  }
  const open = () => {
    const events = { bytes: vi.fn(), closed: vi.fn(), open: vi.fn() };
    const link = relaySockets('r.example:8443')('wss://r.example:8443/stream/7', events);
    return { events, link, socket: FakeSocket.newest };
  };

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('WebSocket', FakeSocket);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('is given up when it does not open within two seconds', () => {
    const { events, socket } = open();
    vi.advanceTimersByTime(1999);
    expect(events.closed).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(events.closed).toHaveBeenCalledExactlyOnceWith(1006);
    expect(socket.closed).toBe(true);
    expect(socket.onclose).toBeNull();
  });

  it('has all the time once it is open', () => {
    const { events, socket } = open();
    socket.onopen?.();
    vi.advanceTimersByTime(60_000);
    expect(events.open).toHaveBeenCalledOnce();
    expect(events.closed).not.toHaveBeenCalled();
  });

  it('leaves no timer behind', () => {
    open().socket.onclose?.({ code: 1006 });
    open().link.close(1000);
    expect(vi.getTimerCount()).toBe(0);
  });
});
