interface Drawable {
  readonly displayWidth: number; // 0: closed, or nothing to see
  close(): void;
}

// What is drawn where no picture came: it leaves what was there.
const blank = (): Drawable => Object.assign(new OffscreenCanvas(1, 1), { displayWidth: 0, close: () => {} });

// A picture that is still being decoded, as noVNC's queue of drawing takes it (core/display.js, videoFrame): it waits for `promise`
// while not `ready`, draws `frame` and closes it. It knows no picture that never comes.
export class Picture {
  frame: Drawable | undefined;
  ready = false;
  readonly promise: Promise<void>;
  private resolve = () => {};

  constructor() {
    this.promise = new Promise((resolve) => (this.resolve = resolve));
  }

  show(frame: VideoFrame): void {
    if (this.ready) frame.close();
    else this.settle(frame);
  }

  // Nothing more of it is wanted.
  drop(): void {
    this.frame?.close();
    this.settle(blank());
  }

  // Drawn, or never to be seen.
  get isDone(): boolean {
    return this.frame?.displayWidth === 0;
  }

  private settle(frame: Drawable): void {
    this.frame = frame;
    this.ready = true;
    this.resolve();
  }
}
