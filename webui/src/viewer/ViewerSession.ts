import type { Connection, Machine } from '../api/client';
import { ApiError, NetworkError } from '../api/problem';
import type { Permissions } from '../wire/permissions';
import { Chat } from './Chat';
import { KeyChangedError, type KeyChange, type Seal } from './deviceKey';
import type { Elevation } from './Elevation';
import { endFor } from './endFor';
import type { HandOver } from './HandOver';
import type { OpenLink } from './link';
import { Reconnect, type EndKey } from './reconnect';
import type { Relay } from './relayChoice';
import type { RfbChannel } from './RfbChannel';
import type { SoundChannel } from './sound/SoundChannel';
import { SessionChannel, type Asked, type SessionEnd } from './SessionChannel';

export type Phase =
  | { kind: 'asking' } // the portal decides
  | { kind: 'reason_wanted'; words: string | undefined } // the organization wants to know why
  | { kind: 'approval_wanted'; clientId: string } // somebody else has to say yes first
  | { kind: 'calling' } // the machine is rung
  | { kind: 'waiting'; asked: Asked | undefined } // the person at the machine is asked, and maybe a password is asked for
  | { kind: 'starting' } // until the first picture is there
  | { kind: 'open' }
  // The session broke and is wanted back. `nextAt` (Date.now) is when it is tried; nothing: it is being tried.
  | { kind: 'reconnecting'; cause: EndKey; attempt: number; nextAt: number | undefined }
  // `words`: what the appliance said about it.
  // `clientId`: which machine that was about, where it is not reached.
  | { kind: 'ended'; end: EndKey; words: string | undefined; clientId?: string }
  // The appliance named another key than this browser knows. Nothing was sent to the machine.
  | { kind: 'key_changed'; change: KeyChange };

export interface Snapshot {
  phase: Phase;
  machine: Machine | undefined;
  permissions: Permissions | undefined;
  channel: RfbChannel | undefined;
  // Of the session that was opened last.
  elevation: Elevation | undefined;
  handOver: HandOver | undefined;
  sound: SoundChannel | undefined;
  // Of the session that runs.
  seal: Seal | undefined;
  // The name of the relay that it goes through; nothing: the appliance.
  relay: string | undefined;
}

export const NO_SESSION: Snapshot = {
  phase: { kind: 'asking' },
  machine: undefined,
  permissions: undefined,
  channel: undefined,
  elevation: undefined,
  handOver: undefined,
  sound: undefined,
  seal: undefined,
  relay: undefined,
};

// Leave to call a machine, and the way to it: by `relay`, or else by the appliance.
export interface Line {
  connection: Connection;
  openLink: OpenLink;
  relay?: Relay | undefined;
}

export type Way = 'shortest' | 'appliance';

// What a session needs from the world.
export interface Needs {
  // Throws ApiError, NetworkError or KeyChangedError. `sealed`: the machine has proved in the handshake who it is.
  // `reason`: why, as the person said; empty: they were not asked.
  connect(address: string, sealed: (seal: Seal) => void, way: Way, reason: string): Promise<Line>;
  // It did not answer, or broke a session.
  avoid(relay: Relay): void;
  // From now on the new key is what this browser knows.
  trust(change: KeyChange): void;
}

// What the end of a relay looks like.
const LOST: ReadonlySet<SessionEnd> = new Set<SessionEnd>(['dropped', 'timed_out', 'appliance_stopping']);

// Everything between "Connect" and the page that says why it is over, without a page: asking, calling, the session itself,
// and getting it back after the network dropped it. One instance serves one visit of the page.
export class ViewerSession {
  readonly chat = new Chat();

  private snapshot = NO_SESSION;
  private readonly listeners = new Set<() => void>();
  private readonly reconnect = new Reconnect();
  private channel: SessionChannel | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private left = false;
  private reason = '';
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
    this.chat.clear();
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

  // The person said why they connect; it holds for the whole visit.
  give(reason: string): void {
    this.reason = reason;
    this.start();
  }

  // The password, or the code, that the machine asked for.
  answer(text: string): void {
    this.channel?.answer(text);
  }

  // The person knows why the key has changed.
  trustNewKey(): void {
    const { phase } = this.snapshot;
    if (phase.kind !== 'key_changed' || !phase.change.isVouchedFor) return;
    this.needs.trust(phase.change);
    this.start();
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
    this.chat.end();
  }

  private async attempt(way: Way = 'shortest'): Promise<void> {
    const turn = ++this.tries;
    try {
      // The same machine again, also when somebody has moved its alias meanwhile.
      const address = this.snapshot.machine?.id ?? this.address;
      const sealed = (seal: Seal) => {
        if (turn === this.tries) this.set({ seal });
      };
      const line = await this.needs.connect(address, sealed, way, this.reason);
      if (turn !== this.tries) return;
      this.call(line, turn);
    } catch (error) {
      if (turn === this.tries) this.refused(error);
    }
  }

  private call({ connection, openLink, relay }: Line, turn: number): void {
    let isAnswered = false;
    this.set({ machine: connection.client, seal: undefined, relay: relay?.name });
    this.progress({ kind: 'calling' });
    this.channel = new SessionChannel(relay?.stream_url ?? connection.stream_path, openLink, {
      answered: () => (isAnswered = true),
      state: (state, permissions) => {
        if (turn !== this.tries) return;
        this.set({ permissions });
        if (state === 'waiting') this.waiting();
        else if (this.snapshot.phase.kind !== 'open') this.progress({ kind: 'starting' });
      },
      asked: (asked) => {
        if (turn === this.tries) this.progress({ kind: 'waiting', asked });
      },
      screen: (channel) => {
        const session = this.channel;
        if (turn !== this.tries || !session) return;
        this.chat.begin(session.talk);
        this.set({ channel, elevation: session.elevation, handOver: session.handOver, sound: session.sound });
      },
      chat: (words) => {
        if (turn === this.tries) this.chat.heard(words);
      },
      person: (isThere) => {
        if (turn === this.tries) this.chat.person(isThere);
      },
      ended: (end) => {
        if (turn !== this.tries) return;
        if (relay && !isAnswered && end !== 'ended_by_administrator') {
          this.goByAppliance(relay);
          return;
        }
        if (relay && LOST.has(end)) this.needs.avoid(relay);
        this.over(end);
      },
    });
  }

  // A question may have come before.
  private waiting(): void {
    if (this.snapshot.phase.kind !== 'waiting') this.progress({ kind: 'waiting', asked: undefined });
  }

  // Without a word: the appliance always leads to the machine, and the relay was only the shorter way.
  private goByAppliance(relay: Relay): void {
    this.needs.avoid(relay);
    this.channel = undefined;
    void this.attempt('appliance');
  }

  private refused(error: unknown): void {
    if (error instanceof KeyChangedError) {
      this.set({ channel: undefined, machine: error.change.machine, phase: { kind: 'key_changed', change: error.change } });
    } else if (error instanceof ApiError && error.code === 'reason_required') {
      this.set({ channel: undefined, phase: { kind: 'reason_wanted', words: undefined } });
    } else if (error instanceof ApiError && error.fields.reason) {
      this.set({ channel: undefined, phase: { kind: 'reason_wanted', words: error.fields.reason } });
    } else if (error instanceof ApiError && error.code === 'approval_needed' && error.clientId) {
      this.set({ channel: undefined, phase: { kind: 'approval_wanted', clientId: error.clientId } });
    } else if (error instanceof ApiError) {
      const end = endFor(error);
      // It was there a moment ago.
      if (end === 'unknown_machine' && this.snapshot.machine) this.over('unknown_device');
      else this.over(end, error);
    } else if (error instanceof NetworkError) {
      this.over('unreachable');
    } else {
      console.error('The session could not be started.', error);
      this.over('failed');
    }
  }

  private over(end: SessionEnd | EndKey, answer?: ApiError): void {
    this.channel = undefined;
    this.chat.end();
    const next = this.reconnect.next(end, answer?.retryAfter);
    if (next.kind === 'end') {
      this.end(next.end, next.end === end ? answer : undefined);
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

  private end(end: EndKey, answer?: ApiError): void {
    const clientId = answer?.clientId;
    this.set({ channel: undefined, phase: { kind: 'ended', end, words: answer?.message, ...(clientId && { clientId }) } });
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
