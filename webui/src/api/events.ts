import { LineReader } from './lines';

export interface EventFeedNeeds {
  open(): WebSocket;
  // What changed: a topic of the event stream.
  changed(topic: string): void;
  // `true` after each connection: anything may have changed in between. `false` when the stream is down.
  live(isLive: boolean): void;
}

const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;

// The appliance's event stream. Connects by itself, and again with growing, jittered pauses, until stopped.
export class EventFeed {
  private socket: WebSocket | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private stopped = false;

  constructor(private readonly needs: EventFeedNeeds) {}

  start(): void {
    this.connect();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.socket?.close();
  }

  // Does not wait for the pause to end: the network or the tab came back.
  hurry(): void {
    if (this.stopped || this.timer === undefined) return;
    clearTimeout(this.timer);
    this.connect();
  }

  private connect(): void {
    this.timer = undefined;
    const socket = this.needs.open();
    const lines = new LineReader();
    this.socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      this.failures = 0;
      this.needs.live(true);
    };
    socket.onmessage = (message: MessageEvent<unknown>) => {
      try {
        if (!(message.data instanceof ArrayBuffer)) throw new Error('The event stream is binary');
        for (const line of lines.push(message.data)) this.needs.changed(topicOf(line));
      } catch {
        socket.close();
      }
    };
    socket.onclose = () => {
      if (this.stopped) return;
      this.needs.live(false);
      this.timer = setTimeout(() => this.connect(), this.pause());
    };
  }

  private pause(): number {
    const limit = Math.min(FIRST_PAUSE * 2 ** this.failures, LONGEST_PAUSE);
    this.failures += 1;
    return limit / 2 + Math.random() * (limit / 2);
  }
}

function topicOf(line: string): string {
  const event: unknown = JSON.parse(line);
  if (typeof event === 'object' && event !== null && 'topic' in event && typeof event.topic === 'string') {
    return event.topic;
  }
  throw new Error('An event without a topic');
}
