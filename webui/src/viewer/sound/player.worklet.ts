import { JitterBuffer, type Before } from './JitterBuffer';

// What TypeScript's DOM library leaves out: the scope of an AudioWorklet (Web Audio API, 1.32).
declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

export interface PlayerFigures {
  ready: number;
  ranDry: number;
}
export interface PlayerInput {
  left: Float32Array<ArrayBuffer>;
  right: Float32Array<ArrayBuffer>;
  before: Before;
}

const TELLS_EVERY = 100; // blocks of 128 samples: about four times a second

// The thread that the sound comes from.
class Player extends AudioWorkletProcessor {
  private readonly buffer = new JitterBuffer();
  private blocks = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<PlayerInput>) => this.buffer.push(data.left, data.right, data.before);
  }

  process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const [left, right] = outputs[0] ?? [];
    if (left && right) this.buffer.pull(left, right);
    this.blocks += 1;
    if (this.blocks % TELLS_EVERY === 0) {
      this.port.postMessage({ ready: this.buffer.ready, ranDry: this.buffer.ranDry } satisfies PlayerFigures);
    }
    return true;
  }
}

registerProcessor('gatehouse-player', Player);
