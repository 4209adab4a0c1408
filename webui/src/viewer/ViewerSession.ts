import type { Connection, Machine } from '../api/client';
import { ApiError, NetworkError } from '../api/problem';
import type { Permissions } from '../wire/permissions';
import type { OpenLink } from './link';
import { Reconnect, type EndKey } from './reconnect';
import type { RfbChannel } from './RfbChannel';
import { SessionChannel, type SessionEnd } from './SessionChannel';

export type Phase =
  | { kind: 'asking' } // the portal decides
  | { kind: 'calling' } // the machine is rung
  | { kind: 'waiting' } // the person at the machine is asked
  | { kind: 'starting' } // until the first picture is there
  | { kind: 'open' }
  // The session broke and is wanted back. `nextAt` (Date.now) is when it is tried; nothing: it is being tried.
  | { kind: 'reconnecting'; cause: EndKey; attempt: number; nextAt: number | undefined }
  // `words`: what the appliance said about it.
  | { kind: 'ended'; end: EndKey; words: string | undefined };

export interface Snapshot {
  phase: Phase;
  machine: Machine | undefined;
  permissions: Permissions | undefined;
  channel: RfbChannel | undefined;
}

// Leave to call a machine, and the way to it.
export interface Line {
  connection: Connection;
  openLink: OpenLink;
}

// What a session needs from the world.
export interface Needs {
  // Throws ApiError or NetworkError.
  connect(address: string): Promise<Line>;
}

// Everything between "Connect" and the page that says why it is over, without a page: asking, calling, the session itself,
// and getting it back after the network dropped it. One instance serves one visit of the page.
export class ViewerSession {
  private snapshot: Snapshot = {
    phase: { kind: 'asking' },
    machine: undefined,
    permissions: undefined,
    channel: undefined,
  };
  private readonly listeners = new Set<() => void>();
  private readonly reconnect = new Reconnect();
  private channel: SessionChannel | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private left = false;
  // Answers to anything older than the last try are late and mean nothing.
  private tries = 0;

  constructor(
    private readonly address: string,
    private readonly needs: Needs,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getSnapshot = (): Snapshot => this.snapshot;

  // Counters of the session that runs, if one does.
  get traffic(): Pick<SessionChannel, 'bytesIn' | 'bytesOut' | 'roundTrip'> | undefined {
    return this.channel;
  }

  // Asks for a session; also after one ended.
  start(): void {
    this.reconnect.reset();
    this.set({ phase: { kind: 'asking' }, permissions: undefined });
    void this.attempt();
  }

  // The first picture of a session is on the screen.
  screenShown(): void {
    if (!this.channel || this.snapshot.phase.kind === 'open') return;
    this.reconnect.opened();
    this.set({ phase: { kind: 'open' } });
  }

  // noVNC gave up.
  screenFailed(): void {
    this.channel?.screenFailed();
  }

  tryNow(): void {
    const { phase } = this.snapshot;
    if (phase.kind === 'reconnecting' && phase.nextAt !== undefined) this.tryAgain(phase.cause);
  }

  // The person wants to stop.
  disconnect(): void {
    this.stop();
    this.end('ended_by_viewer');
  }

  // The page goes away.
  leave(): void {
    this.left = true;
    this.stop();
    this.listeners.clear();
  }

  private stop(): void {
    this.tries += 1;
    clearTimeout(this.timer);
    this.channel?.close('ended_by_viewer');
    this.channel = undefined;
  }

  private async attempt(): Promise<void> {
    const turn = ++this.tries;
    try {
      const line = await this.needs.connect(this.address);
      if (turn !== this.tries) return;
      this.call(line, turn);
    } catch (error) {
      if (turn === this.tries) this.refused(error);
    }
  }

  private call({ connection, openLink }: Line, turn: number): void {
    this.set({ machine: connection.client });
    this.progress({ kind: 'calling' });
    this.channel = new SessionChannel(connection.stream_path, openLink, {
      state: (state, permissions) => {
        if (turn !== this.tries) return;
        this.set({ permissions });
        if (state === 'waiting') this.progress({ kind: 'waiting' });
        else if (this.snapshot.phase.kind !== 'open') this.progress({ kind: 'starting' });
      },
      screen: (channel) => {
        if (turn === this.tries) this.set({ channel });
      },
      ended: (end) => {
        if (turn === this.tries) this.over(end);
      },
    });
  }

  private refused(error: unknown): void {
    if (error instanceof ApiError) {
      this.over(endFor(error), error.message, error.retryAfter);
    } else if (error instanceof NetworkError) {
      this.over('unreachable');
    } else {
      console.error('The session could not be started.', error);
      this.over('failed');
    }
  }

  private over(end: SessionEnd | EndKey, words?: string, retryAfter?: number): void {
    this.channel = undefined;
    const next = this.reconnect.next(end, retryAfter);
    if (next.kind === 'end') {
      this.end(next.end, next.end === end ? words : undefined);
      return;
    }
    this.timer = setTimeout(() => this.tryAgain(next.cause), next.delay);
    this.set({
      channel: undefined,
      phase: { kind: 'reconnecting', cause: next.cause, attempt: next.attempt, nextAt: Date.now() + next.delay },
    });
  }

  private tryAgain(cause: EndKey): void {
    clearTimeout(this.timer);
    const { phase } = this.snapshot;
    const attempt = phase.kind === 'reconnecting' ? phase.attempt : 1;
    this.set({ phase: { kind: 'reconnecting', cause, attempt, nextAt: undefined } });
    void this.attempt();
  }

  private end(end: EndKey, words?: string): void {
    this.set({ channel: undefined, phase: { kind: 'ended', end, words } });
  }

  // While a broken session is fetched back the page says that, and only leaves it for a question to the person there.
  private progress(phase: Phase): void {
    if (this.snapshot.phase.kind === 'reconnecting' && phase.kind !== 'waiting') return;
    this.set({ phase });
  }

  private set(change: Partial<Snapshot>): void {
    if (this.left) return;
    this.snapshot = { ...this.snapshot, ...change };
    for (const listener of this.listeners) listener();
  }
}

function endFor({ status, code }: ApiError): EndKey {
  if (code === 'device_key_changed') return 'device_key_changed';
  if (status === 401) return 'signed_out';
  if (status === 403) return 'not_permitted';
  if (status === 404) return 'unknown_machine';
  if (status === 409) return 'device_offline';
  if (status === 429 || status === 503) return 'busy';
  return 'refused';
}
