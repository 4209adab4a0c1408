// Bytes that may wait here until noVNC listens; the server's greeting is 12.
const EARLY_CAP = 65_536;

// What the viewer's side of every handshake is (RFC 6143, 7.1 to 7.3.1; the machine's side is fixed by PROTOCOL.md):
// version 3.8, no security, the screen is shared.
export const HANDSHAKE = Uint8Array.of(...new TextEncoder().encode('RFB 003.008\n'), 1, 1);
const VERSION_SIZE = 12;

type Handler<Event> = ((event: Event) => void) | null;

// Channel 1 of a session in the shape noVNC takes for its "raw channel": that of an RTCDataChannel which is open already.
// noVNC looks for these very names (core/websock.js), sets the handlers, and copies what it gets into its own queue.
export class RfbChannel {
  binaryType = 'arraybuffer';
  readonly protocol = '';
  readyState: 'open' | 'closed' = 'open';
  onopen: Handler<Event> = null;
  onerror: Handler<unknown> = null;
  onclose: Handler<{ code?: number }> = null;

  private handler: Handler<{ data: Uint8Array }> = null;
  private early: Uint8Array[] = [];
  private earlySize = 0;
  private delivered = 0;
  private repeated = 0; // bytes of the handshake that noVNC has sent, too

  // `broke` is told once when noVNC's own code throws over what arrived, or does not take it at all.
  constructor(
    private readonly out: { send(bytes: Uint8Array): void; readonly buffered: number },
    private readonly broke: (error: unknown) => void,
  ) {
    // Before noVNC is there: asked and answered one by one, the handshake is three round trips.
    out.send(HANDSHAKE);
  }

  get onmessage() {
    return this.handler;
  }

  set onmessage(handler: Handler<{ data: Uint8Array }>) {
    this.handler = handler;
    // noVNC listens before it is ready: it sets its state right after the handlers, in the same turn.
    if (handler && this.early.length > 0) queueMicrotask(() => this.flushEarly());
  }

  get bufferedAmount(): number {
    return this.out.buffered;
  }

  send(bytes: Uint8Array): void {
    if (this.readyState === 'closed') return;
    let at = 0;
    for (; at < bytes.length && this.repeated < HANDSHAKE.length; at += 1, this.repeated += 1) {
      if (bytes[at] !== HANDSHAKE[this.repeated]) return this.fail(new Error('noVNC shakes hands in another way'));
    }
    if (at < bytes.length) this.out.send(bytes.subarray(at));
  }

  // noVNC is done, and waits to hear that the channel is closed. What it means for the session is told by RemoteScreen.
  close(): void {
    if (this.readyState === 'closed') return;
    this.shut();
    queueMicrotask(() => this.onclose?.({}));
  }

  // The session's side. `bytes` are only looked at during the call.
  receive(bytes: Uint8Array): void {
    if (this.readyState === 'closed') return;
    if (this.handler && this.early.length === 0) {
      this.deliver(bytes);
      return;
    }
    this.earlySize += bytes.length;
    if (this.earlySize > EARLY_CAP) {
      this.fail(new Error('too many bytes before the screen was ready'));
      return;
    }
    this.early.push(bytes.slice());
  }

  // The session is over: noVNC tidies up when it hears so.
  end(): void {
    if (this.readyState === 'closed') return;
    this.shut();
    this.onclose?.({});
  }

  private shut(): void {
    this.readyState = 'closed';
    this.early = [];
  }

  private flushEarly(): void {
    const waiting = this.early;
    this.early = [];
    this.earlySize = 0;
    for (const bytes of waiting) this.deliver(bytes);
  }

  private deliver(bytes: Uint8Array): void {
    // After the server's version noVNC waits for the next message, though what follows is there already.
    const rest = VERSION_SIZE - this.delivered;
    if (rest > 0 && bytes.length > rest) {
      this.deliver(bytes.subarray(0, rest));
      this.deliver(bytes.subarray(rest));
      return;
    }
    if (this.readyState === 'closed') return;
    this.delivered += bytes.length;
    try {
      this.handler?.({ data: bytes });
    } catch (error) {
      this.fail(error);
    }
  }

  private fail(error: unknown): void {
    this.shut();
    this.broke(error);
  }
}
