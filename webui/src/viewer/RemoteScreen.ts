import RFB from '@novnc/novnc';

import type { Area } from './h264/H264Decoder';
import H264Decoder from './h264/H264Decoder';
import { canDecode } from './h264/support';
import type { Key } from './keys';
import { Reaction, Recent } from './measures';
import type { RfbChannel } from './RfbChannel';
import { ENCODING } from './statistics';

export interface ScreenEvents {
  // The first pixels are on the canvas.
  shown(): void;
  // noVNC ended by itself: it did not understand what came. Not sent after disconnect().
  failed(): void;
  resized(width: number, height: number): void;
  // The machine takes wishes for another screen size.
  resizable(): void;
  // At actual size the screen is larger than the window.
  clipped(isClipped: boolean): void;
  clipboard(text: string): void;
}

export interface ScreenCounters {
  updates: number;
  // Pixels drawn, by encoding number.
  pixels: Map<number, number>;
  // Milliseconds in which the browser decodes a picture of H.264.
  decoding: Recent;
  reaction: Reaction;
  // What was last sent as H.264, and when.
  moving: { area: Area; at: number } | undefined;
}

// noVNC's levels from 0 to 9: of JPEG tiles and video, and of how hard exact tiles are squeezed.
export interface PictureWish {
  quality: number;
  compression: number;
  h264: boolean;
}

// Why no H.264 is taken, though it is wished for.
export type WithoutH264 = 'missing' | 'failed';

const TIGHT_JPEG = 9;

// noVNC's screen with the few things it does not tell. Its inner parts are used here, and its decoder of H.264 is ours
// (scripts/novnc.ts).
export class RemoteScreen extends RFB {
  // Counted on; the reader takes differences.
  readonly counters: ScreenCounters = {
    updates: 0,
    pixels: new Map(),
    decoding: new Recent(),
    reaction: new Reaction(),
    moving: undefined,
  };
  withoutH264: WithoutH264 | undefined;

  private shown = false;
  private drawn = false;
  private resizable = false;
  private over = false;
  private readonly held = new Map<number, Key>();
  private readonly h264: H264Decoder;
  private wishesH264 = true;
  private isWishing = false;
  private hasToldEncodings = false;
  private tightKind: number | undefined; // the first byte of the rectangle that arrives

  // Runs from the next bytes on; `events` are never called during construction.
  constructor(
    target: HTMLElement,
    channel: RfbChannel,
    private readonly events: ScreenEvents,
  ) {
    super(target, channel, { shared: true });
    this.background = 'transparent';
    this.addEventListener('disconnect', () => this.gaveUp());
    // The session was let in before it got here; a server that asks for a password all the same is not ours.
    this.addEventListener('credentialsrequired', () => this.stop());
    this.addEventListener('clipboard', (event) => this.events.clipboard(event.detail.text));
    this.addEventListener('clippingviewport', (event) => this.events.clipped(event.detail));
    this.h264 = this._decoders[ENCODING.h264] as H264Decoder; // ours, by scripts/novnc.ts
    this.h264.needs = {
      again: (area) => this.askAnew(area),
      giveUp: () => this.goWithoutH264('failed'),
      decoded: (took) => this.counters.decoding.add(took, performance.now()),
    };
    void canDecode().then((can) => can || this.goWithoutH264('missing'));
  }

  get canvas(): HTMLCanvasElement {
    return this._canvas;
  }

  // Asked by noVNC when it tells the machine what it can show (scripts/novnc.ts).
  get takesH264(): boolean {
    return this.wishesH264 && this.withoutH264 === undefined;
  }

  // Holds at once, and is told to the machine in one message.
  wish({ quality, compression, h264 }: PictureWish): void {
    const before = [this.qualityLevel, this.compressionLevel, this.takesH264].join();
    this.isWishing = true;
    this.qualityLevel = quality;
    this.compressionLevel = compression;
    this.wishesH264 = h264;
    this.isWishing = false;
    if (before !== [quality, compression, this.takesH264].join()) this.tellEncodings();
  }

  override disconnect(): void {
    if (this.over) return;
    this.releaseKeys();
    this.releaseHeld();
    this.over = true;
    this.h264.forget();
    super.disconnect();
  }

  // Lets go of every key that is held. noVNC does so only when the window loses the focus, not when the canvas does.
  releaseKeys(): void {
    this._keyboard._allKeysUp();
  }

  // View only, without leaving a key pressed at the machine.
  setViewOnly(viewOnly: boolean): void {
    if (viewOnly === this.viewOnly) return;
    this.releaseKeys();
    this.releaseHeld();
    this.viewOnly = viewOnly;
  }

  // Presses a key that stays down until it is let go here, the screen becomes view only, or the session ends.
  hold(key: Key, isDown: boolean): void {
    if (isDown) this.held.set(key.keysym, key);
    else this.held.delete(key.keysym);
    this.sendKey(key.keysym, key.code, isDown);
  }

  override sendKey(keysym: number, code: string | null, down?: boolean): void {
    if (down !== false && !this.viewOnly) this.counters.reaction.acted(performance.now());
    super.sendKey(keysym, code, down);
  }

  protected override _handleMouseButton(x: number, y: number, mask: number): void {
    if (mask !== 0 && !this.viewOnly) this.counters.reaction.acted(performance.now());
    super._handleMouseButton(x, y, mask);
  }

  protected override _sendEncodings(): void {
    if (this.isWishing) return;
    this.hasToldEncodings = true;
    super._sendEncodings();
  }

  // The machine takes the time until a fence comes back for what an update costs here. noVNC answers at once, though pictures
  // may still be in a decoder: here what follows them waits.
  protected override _handleServerFenceMsg(): boolean {
    if (!this.h264.isDecoding || !this._display.pending()) return super._handleServerFenceMsg();
    this._sock.rQwait('the pictures ahead of a fence', Infinity, 1); // the message's type is read again, too
    this._flushing = true;
    void this._display.flush().then(() => {
      this._flushing = false;
      if (!this.over && !this._sock.rQwait('message', 1)) this._handleMessage();
    });
    return false;
  }

  protected override _handleMessage(): void {
    if (this.over) return; // noVNC goes on by itself when what it waited for is drawn
    try {
      super._handleMessage();
    } catch (error) {
      console.error('The screen could not be shown.', error);
      this.stop();
    }
  }

  protected override _handleDataRect(): boolean {
    const { encoding, x, y, width, height } = this._FBU;
    if (encoding === ENCODING.tight && !this._sock.rQwait('kind', 1)) this.tightKind ??= this._sock.rQpeek8();
    const isDone = super._handleDataRect();
    if (isDone) {
      this.drawn = true;
      const { pixels } = this.counters;
      const isJpeg = this.tightKind !== undefined && this.tightKind >> 4 === TIGHT_JPEG;
      this.tightKind = undefined;
      const shown = isJpeg ? ENCODING.jpeg : encoding;
      pixels.set(shown, (pixels.get(shown) ?? 0) + width * height);
      if (encoding === ENCODING.h264) this.counters.moving = { area: { x, y, width, height }, at: performance.now() };
    }
    return isDone;
  }

  protected override _framebufferUpdate(): boolean {
    const isDone = super._framebufferUpdate();
    if (!isDone || !this.drawn) return isDone;
    this.drawn = false;
    this.counters.updates += 1;
    void this._display.flush().then(() => this.counters.reaction.drawn(performance.now()));
    if (!this.shown) {
      this.shown = true;
      this.events.shown();
    }
    return isDone;
  }

  protected override _handleExtendedDesktopSize(): boolean {
    const isDone = super._handleExtendedDesktopSize();
    if (isDone && !this.resizable) {
      this.resizable = true;
      this.events.resizable();
    }
    return isDone;
  }

  protected override _resize(width: number, height: number): void {
    if (width !== this._fbWidth || height !== this._fbHeight) this.h264.forget();
    super._resize(width, height);
    this.events.resized(width, height);
  }

  private askAnew({ x, y, width, height }: Area): void {
    if (!this.over) RFB.messages.fbUpdateRequest(this._sock, false, x, y, width, height);
  }

  // The machine goes on with tiles, once it knows; what it sent as H.264 by then is missing.
  private goWithoutH264(why: WithoutH264): void {
    if (this.over || this.withoutH264) return;
    const took = this.takesH264;
    this.withoutH264 = why;
    if (!took || !this.hasToldEncodings) return;
    this.tellEncodings();
    this.askAnew({ x: 0, y: 0, width: this._fbWidth, height: this._fbHeight });
  }

  private tellEncodings(): void {
    if (this.hasToldEncodings && !this.over) this._sendEncodings();
  }

  private releaseHeld(): void {
    for (const key of [...this.held.values()]) this.hold(key, false);
  }

  private stop(): void {
    if (this.over) return;
    this.gaveUp();
    super.disconnect();
  }

  private gaveUp(): void {
    this.h264.forget();
    if (this.over) return;
    this.over = true;
    this.events.failed();
  }
}
