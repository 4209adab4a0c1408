export const RATE = 48_000;

const MS = RATE / 1000;
const CAPACITY = 2 * RATE;
// Of what is kept ready: as little as the network allows, learnt from what came late.
const LEAST = 60 * MS;
const FIRST = 80 * MS;
const MOST = 300 * MS;
const LATE = 20 * MS; // more, for each time that it ran dry
const CALM = 20 * RATE; // less, after so long without
const WINDOW = RATE; // in which it is measured how much is never needed
const TOO_MUCH = 250 * MS; // above the target: skipped at once
const FADE = 3 * MS;
const PACKET = 20 * MS;
const CONCEALED = 5; // packets at most; a longer hole is one
const BEND = 0.004; // how much faster or slower it plays to get rid of the difference between two clocks: nobody hears it

// What came before a packet: packets that were dropped on the way, and whether the machine was silent for a while.
export interface Before {
  missing: number;
  silence: boolean;
}

export const NOTHING_BEFORE: Before = { missing: 0, silence: false };

// Sound between the network, which brings it in bursts, and an output that takes it evenly. Stereo, 48 kHz. It runs in the
// output's own thread (player.worklet.ts).
export class JitterBuffer {
  // Counted on.
  ranDry = 0;

  private readonly left = new Float32Array(CAPACITY);
  private readonly right = new Float32Array(CAPACITY);
  private written = 0;
  private read = 0; // between two samples, while it plays faster or slower
  private rate = 1;
  private target = FIRST;
  private isPlaying = false;
  private isDry = false; // since it played last
  private fadingIn = 0;
  private lastLeft = 0;
  private lastRight = 0;
  private windowLeft = WINDOW;
  private leastReady = Infinity;
  private calm = 0;

  // Milliseconds that are ready to be played.
  get ready(): number {
    return this.readySamples / MS;
  }

  get wanted(): number {
    return this.target / MS;
  }

  push(left: Float32Array, right: Float32Array, before: Before = NOTHING_BEFORE): void {
    // What follows silence is not late, and nothing has to be put in the place of what nobody was to hear.
    if (this.isDry && !before.silence) this.target = Math.min(this.target + LATE, MOST);
    this.isDry = false;
    if (before.missing > 0 && this.isPlaying) this.conceal(Math.min(before.missing, CONCEALED) * PACKET);
    const isJoint = before.missing > 0 || before.silence;
    for (let i = 0; i < left.length; i++) {
      const gain = isJoint && i < FADE ? i / FADE : 1;
      this.put(left[i]! * gain, right[i]! * gain);
    }
    if (this.readySamples > this.target + TOO_MUCH) this.skip();
  }

  // Fills both.
  pull(left: Float32Array, right: Float32Array): void {
    if (!this.isPlaying && this.readySamples >= this.target) this.begin();
    for (let i = 0; i < left.length; i++) {
      if (this.isPlaying && Math.floor(this.read) + 1 >= this.written) this.runDry();
      if (this.isPlaying) this.next();
      else this.die();
      left[i] = this.lastLeft;
      right[i] = this.lastRight;
    }
    if (this.isPlaying) this.measure(left.length);
  }

  private get readySamples(): number {
    return this.written - this.read;
  }

  private put(left: number, right: number): void {
    const at = this.written % CAPACITY;
    this.left[at] = left;
    this.right[at] = right;
    this.written += 1;
    if (this.readySamples >= CAPACITY) this.read = this.written - CAPACITY + 1;
  }

  // The last packet again, backwards and ever softer: it goes on where that ended, without a click.
  private conceal(count: number): void {
    const from = this.written;
    for (let i = 0; i < count; i++) {
      const back = i % (2 * PACKET);
      const at = (from - 1 - (back < PACKET ? back : 2 * PACKET - 1 - back) + CAPACITY) % CAPACITY;
      const gain = Math.max(0, 1 - (i + 1) / (3 * PACKET));
      this.put(this.left[at]! * gain, this.right[at]! * gain);
    }
  }

  private begin(): void {
    this.isPlaying = true;
    this.fadingIn = 0;
    this.rate = 1;
    this.resetWindow();
  }

  private runDry(): void {
    this.isPlaying = false;
    this.isDry = true;
    this.ranDry += 1;
    this.calm = 0;
  }

  private next(): void {
    const at = Math.floor(this.read);
    const part = this.read - at;
    const gain = this.fadingIn < FADE ? this.fadingIn++ / FADE : 1;
    this.lastLeft = between(this.left, at, part) * gain;
    this.lastRight = between(this.right, at, part) * gain;
    this.read += this.rate;
  }

  // To silence, without a click.
  private die(): void {
    this.lastLeft = Math.abs(this.lastLeft) < 1e-4 ? 0 : this.lastLeft * 0.97;
    this.lastRight = Math.abs(this.lastRight) < 1e-4 ? 0 : this.lastRight * 0.97;
  }

  private skip(): void {
    this.read = this.written - this.target;
    this.fadingIn = 0;
    this.resetWindow();
  }

  private resetWindow(): void {
    this.windowLeft = WINDOW;
    this.leastReady = Infinity;
  }

  private measure(count: number): void {
    this.leastReady = Math.min(this.leastReady, this.readySamples);
    this.windowLeft -= count;
    if (this.windowLeft > 0) return;
    // Half of the target is there for what comes late; more than all of it that is never used only delays.
    if (this.leastReady > this.target) this.rate = 1 + BEND;
    else if (this.leastReady < this.target / 4) this.rate = 1 - BEND;
    else this.rate = 1;
    this.calm += WINDOW;
    if (this.calm >= CALM && this.leastReady > this.target / 2) {
      this.target = Math.max(LEAST, this.target - LATE);
      this.calm = 0;
    }
    this.resetWindow();
  }
}

function between(samples: Float32Array, at: number, part: number): number {
  const first = samples[at % CAPACITY]!;
  return part === 0 ? first : first + (samples[(at + 1) % CAPACITY]! - first) * part;
}
