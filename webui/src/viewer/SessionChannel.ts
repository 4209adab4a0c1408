import { decodeControl, encodeControl, type Control, type Question, type SessionState } from '../wire/control';
import { CHANNEL, FRAME_CAP, FrameReader, FrameWriter, type Channel } from '../wire/frames';
import { permissionsFrom, type Permissions } from '../wire/permissions';
import { closeCode, closeReasonFromCode, type CloseReason } from '../wire/reason';
import { encodeSound } from '../wire/sound';
import { encodeTerminal } from '../wire/terminal';
import { Elevation } from './Elevation';
import { HandOver } from './HandOver';
import type { ByteLink, OpenLink } from './link';
import { RfbChannel } from './RfbChannel';
import { SoundChannel } from './sound/SoundChannel';
import { Talk } from './Talk';

// `dropped`: the connection broke and nobody said why. `screen_failed`: this page could not show what the machine sent.
export type SessionEnd = CloseReason | 'dropped' | 'screen_failed';

// What the machine wants to know of who waits, to let them in with nobody asked.
export interface Asked {
  what: Question;
  // The last answer was wrong.
  refused: boolean;
  // Date.now() from which the next one counts.
  from: number;
}

export interface SessionEvents {
  // The bytes of both sides pass: the machine has answered the handshake.
  answered?(): void;
  state(state: SessionState, permissions: Permissions): void;
  asked?(asked: Asked): void;
  // Once, with the first STATE(open).
  screen(channel: RfbChannel): void;
  // The person at the machine wrote this. It may hold anything.
  chat?(words: string): void;
  // Whether somebody is there who reads and writes; before the first, nobody is.
  person?(isThere: boolean): void;
  // Last event. Not sent after close().
  ended(end: SessionEnd): void;
}

// The machine is rung for 20 s (PROTOCOL.md, Call); after that the relay says no_answer. This is for a relay that does not.
const FIRST_STATE_MS = 40_000;
const PING_MS = 2_000;
// Pings in a row without a single byte heard. Counted, not timed: a computer that slept may find its session alive.
const SILENT_PINGS = 8;

// One session with one machine, from an opened stream to its end (PROTOCOL.md, section 2).
export class SessionChannel {
  bytesIn = 0;
  bytesOut = 0;
  // Milliseconds, of the last ping; undefined before the first answer.
  roundTrip: number | undefined;
  readonly elevation = new Elevation({
    control: (message) => this.sendControl(message),
    terminal: (message) => this.sendFrame(CHANNEL.terminal, encodeTerminal(message)),
  });

  readonly sound = new SoundChannel((message) => this.sendFrame(CHANNEL.sound, encodeSound(message)));
  readonly talk = new Talk((message) => this.sendControl(message));
  readonly handOver = new HandOver(this.talk);

  private readonly reader = new FrameReader();
  private readonly writer = new FrameWriter();
  private readonly link: ByteLink;
  private rfb: RfbChannel | undefined;
  private ended = false;
  private pingTimer: ReturnType<typeof setInterval> | undefined;
  private readonly stateTimer: ReturnType<typeof setTimeout>;
  private pingCount = 0n;
  private pingSentAt = 0;
  private silentPings = 0;

  constructor(
    path: string,
    openLink: OpenLink,
    private readonly events: SessionEvents,
  ) {
    this.link = openLink(path, {
      open: () => this.events.answered?.(),
      bytes: (bytes) => this.receive(bytes),
      closed: (code) => this.over(closeReasonFromCode(code) ?? 'dropped'),
    });
    this.stateTimer = setTimeout(() => this.finish('no_answer'), FIRST_STATE_MS);
  }

  // Tells the machine why and ends the session.
  close(reason: CloseReason): void {
    if (this.ended) return;
    this.tearDown();
    this.say(reason);
  }

  // To the machine's question.
  answer(text: string): void {
    if (!this.ended && !this.rfb) this.sendControl({ type: 'answer', text });
  }

  // noVNC gave up on what it got.
  screenFailed(): void {
    this.finish('screen_failed');
  }

  private receive(bytes: Uint8Array): void {
    if (this.ended) return;
    this.bytesIn += bytes.length;
    this.silentPings = 0;
    try {
      this.reader.feed(bytes, (channel, payload) => this.frame(channel, payload));
    } catch (error) {
      console.error('The machine broke the protocol.', error);
      this.finish('protocol_error');
    }
  }

  private frame(channel: Channel, payload: Uint8Array): void {
    if (this.ended) return;
    if (channel === CHANNEL.control) this.control(decodeControl(payload));
    else if (!this.rfb) this.finish('protocol_error');
    else if (channel === CHANNEL.rfb) this.rfb.receive(payload);
    else if (channel === CHANNEL.sound) this.sound.received(payload);
    else this.elevation.received(payload);
  }

  private control(message: Control): void {
    switch (message.type) {
      case 'state':
        this.state(message.state, permissionsFrom(message.permissions));
        return;
      case 'close':
        this.over(message.reason);
        return;
      case 'ping':
        this.sendControl({ type: 'pong', opaque: message.opaque });
        return;
      case 'pong':
        if (message.opaque === this.pingCount) this.roundTrip = performance.now() - this.pingSentAt;
        return;
      case 'ask':
        if (!this.rfb)
          this.events.asked?.({ what: message.what, refused: message.refused, from: Date.now() + message.wait * 1000 });
        return;
      case 'answer':
      case 'elevate':
      case 'wish':
        this.finish('protocol_error');
        return;
      default:
        if (this.rfb) this.whileOpen(message);
        else this.finish('protocol_error');
    }
  }

  private whileOpen(message: Extract<Control, { type: 'elevation' | 'controls' | 'chat' | 'person' }>): void {
    switch (message.type) {
      case 'elevation':
        this.elevation.heard(message);
        return;
      case 'controls':
        this.handOver.heard(message);
        return;
      case 'chat':
        this.events.chat?.(message.words);
        return;
      case 'person':
        this.events.person?.(message.isThere);
        return;
    }
  }

  private state(state: SessionState, permissions: Permissions): void {
    if (this.rfb && state !== 'open') {
      this.finish('protocol_error');
      return;
    }
    clearTimeout(this.stateTimer);
    this.pingTimer ??= setInterval(() => this.ping(), PING_MS);
    if (state === 'open' && !this.rfb) {
      this.ping();
      this.rfb = this.makeRfb();
      this.events.state(state, permissions);
      this.events.screen(this.rfb);
    } else {
      this.events.state(state, permissions);
    }
  }

  private makeRfb(): RfbChannel {
    const send = (bytes: Uint8Array) => {
      for (let at = 0; at < bytes.length; at += FRAME_CAP) {
        this.sendFrame(CHANNEL.rfb, bytes.subarray(at, at + FRAME_CAP));
      }
    };
    const link = this.link;
    const out = {
      send,
      get buffered() {
        return link.buffered;
      },
    };
    return new RfbChannel(out, (error) => {
      console.error('The screen could not be shown.', error);
      this.finish('screen_failed');
    });
  }

  private ping(): void {
    if (this.silentPings >= SILENT_PINGS) {
      this.finish('timed_out');
      return;
    }
    this.silentPings += 1;
    this.pingCount += 1n;
    this.pingSentAt = performance.now();
    this.sendControl({ type: 'ping', opaque: this.pingCount });
  }

  private sendControl(message: Control): void {
    const payload = encodeControl(message);
    const frame = this.sendFrame(CHANNEL.control, payload);
    if (message.type !== 'elevate' && message.type !== 'answer') return;
    payload.fill(0);
    frame.fill(0);
  }

  // What was sent: the link has its copy.
  private sendFrame(channel: Channel, payload: Uint8Array): Uint8Array {
    const frame = this.writer.frame(channel, payload);
    this.bytesOut += frame.length;
    this.link.send(frame);
    return frame;
  }

  // This side ends it.
  private finish(end: CloseReason | 'screen_failed'): void {
    if (this.ended) return;
    this.tearDown();
    this.say(end === 'screen_failed' ? 'protocol_error' : end);
    this.events.ended(end);
  }

  // The other side ended it.
  private over(end: SessionEnd): void {
    if (this.ended) return;
    this.tearDown();
    this.link.close(1000);
    this.events.ended(end);
  }

  private say(reason: CloseReason): void {
    this.sendControl({ type: 'close', reason });
    this.link.close(closeCode(reason));
  }

  private tearDown(): void {
    this.ended = true;
    clearTimeout(this.stateTimer);
    clearInterval(this.pingTimer);
    this.rfb?.end();
    this.elevation.over();
    this.talk.over();
    this.sound.over();
  }
}
