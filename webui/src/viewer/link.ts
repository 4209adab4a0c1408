// An ordered stream of bytes both ways. What runs above (SessionChannel) sees nothing else of the network, so this is
// where the sealed channel goes: a ByteLink made from a ByteLink, which seals what it sends and opens what arrives.
export interface ByteLink {
  // Takes a copy of the bytes before it returns.
  send(bytes: Uint8Array<ArrayBuffer>): void;
  // Ends the stream; no event follows.
  close(code: number): void;
  // Bytes that wait to leave this computer.
  readonly buffered: number;
}

export interface LinkEvents {
  // The bytes of both sides pass from here on; who is called anyway when bytes come needs not ask.
  open?(): void;
  bytes(bytes: Uint8Array<ArrayBuffer>): void;
  // The other side or the network ended it; last event. `code` is that of RFC 6455 (1006: without a word).
  closed(code: number): void;
}

export type OpenLink = (path: string, events: LinkEvents) => ByteLink;

// The address of a stream of this very appliance; nothing: `path` leads elsewhere. The host comes from the page itself
// and never from what somebody put into a link.
export function streamUrl(path: string, page: { origin: string }): string | undefined {
  if (!path.startsWith('/')) return undefined;
  let url: URL;
  try {
    url = new URL(path, page.origin);
  } catch {
    return undefined;
  }
  if (url.origin !== page.origin) return undefined;
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

// The address of a stream of the relay at `address` ("host:port"); nothing: `url` leads elsewhere.
export function relayUrl(url: string, address: string): string | undefined {
  try {
    const stream = new URL(url);
    const isOurs = stream.protocol === 'wss:' && stream.host === new URL(`wss://${address}`).host;
    return isOurs && stream.username === '' && stream.password === '' ? stream.href : undefined;
  } catch {
    return undefined;
  }
}

export const openWebSocket: OpenLink = (path, events) => {
  const url = streamUrl(path, window.location);
  if (url === undefined) throw new Error('The appliance named a stream that is not its own.');
  return openSocket(url, events);
};

// A relay that takes longer to open the stream is given up: the appliance is there.
const RELAY_OPENS_MS = 2_000;

// Opens streams of the relay at `address`.
export function relaySockets(address: string): OpenLink {
  return (path, events) => {
    const url = relayUrl(path, address);
    if (url === undefined) throw new Error('The appliance named a stream that is not this relay’s.');
    return openSocket(url, events, RELAY_OPENS_MS);
  };
}

function openSocket(url: string, events: LinkEvents, patience?: number): ByteLink {
  const socket = new WebSocket(url);
  const timer = patience === undefined ? undefined : setTimeout(() => fail(1006), patience);
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => {
    clearTimeout(timer);
    events.open?.();
  };
  socket.onmessage = (message: MessageEvent<ArrayBuffer | string>) => {
    // A text message can't be part of the stream; no bytes at all would hide it.
    if (typeof message.data === 'string') fail(1003);
    else events.bytes(new Uint8Array(message.data));
  };
  socket.onclose = (event) => {
    clearTimeout(timer);
    events.closed(event.code);
  };

  const detach = () => {
    clearTimeout(timer);
    socket.onopen = socket.onmessage = socket.onclose = null;
  };
  const fail = (code: number) => {
    detach();
    socket.close();
    events.closed(code);
  };
  return {
    send: (bytes) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(bytes);
    },
    close: (code) => {
      detach();
      socket.close(code);
    },
    get buffered() {
      return socket.bufferedAmount;
    },
  };
}
