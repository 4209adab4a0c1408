import RFB from '@novnc/novnc';

import type { Key } from './keys';
import type { RfbChannel } from './RfbChannel';

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
}

// noVNC's screen with the few things it does not tell. Every use of its inner parts is in this file.
export class RemoteScreen extends RFB {
  // Counted on; the reader takes differences.
  readonly counters: ScreenCounters = { updates: 0, pixels: new Map() };

  private shown = false;
  private drawn = false;
  private resizable = false;
  private over = false;
  private readonly held = new Map<number, Key>();

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
  }

  get canvas(): HTMLCanvasElement {
    return this._canvas;
  }

  override disconnect(): void {
    if (this.over) return;
    this.releaseKeys();
    this.releaseHeld();
    this.over = true;
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

  protected override _handleMessage(): void {
    try {
      super._handleMessage();
    } catch (error) {
      console.error('The screen could not be shown.', error);
      this.stop();
    }
  }

  protected override _handleDataRect(): boolean {
    const { encoding, width, height } = this._FBU;
    const isDone = super._handleDataRect();
    if (isDone) {
      this.drawn = true;
      const { pixels } = this.counters;
      pixels.set(encoding, (pixels.get(encoding) ?? 0) + width * height);
    }
    return isDone;
  }

  protected override _framebufferUpdate(): boolean {
    const isDone = super._framebufferUpdate();
    if (!isDone || !this.drawn) return isDone;
    this.drawn = false;
    this.counters.updates += 1;
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
    super._resize(width, height);
    this.events.resized(width, height);
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
    if (this.over) return;
    this.over = true;
    this.events.failed();
  }
}
