import { RATE } from './JitterBuffer';
import workletUrl from './player.worklet.ts?worker&url';
import type { PlayerFigures, PlayerInput } from './player.worklet';
import type { SoundChannel } from './SoundChannel';
import { SoundDecoder } from './SoundDecoder';

// `blocked`: the browser plays nothing before somebody clicks or presses a key. `failed`: it can't.
export type PlayerState = 'starting' | 'blocked' | 'playing' | 'failed';

export interface SoundFigures {
  // Milliseconds that wait to be played; undefined before the first.
  ready: number | undefined;
  // Packets that never were.
  lost: number;
}

// Plays what comes by the channel, from its making until close(). It asks the machine for sound only while it is to be heard.
export class SoundPlayer {
  private readonly context: AudioContext;
  private readonly gain: GainNode;
  private node: AudioWorkletNode | undefined;
  private readonly decoder: SoundDecoder;
  private ready: number | undefined;
  private state: PlayerState = 'starting';
  private isListening = false;
  private isClosed = false;

  // Throws where the browser lets nobody make sound. `changed` is never called inside.
  constructor(
    private readonly channel: SoundChannel,
    volume: number,
    private readonly changed: (state: PlayerState) => void,
  ) {
    this.context = new AudioContext({ sampleRate: RATE, latencyHint: 'interactive' });
    this.gain = this.context.createGain();
    this.gain.gain.value = volume;
    this.gain.connect(this.context.destination);
    this.decoder = new SoundDecoder({
      decoded: (samples) => this.decoded(samples),
      failed: () => this.set('failed'),
    });
    this.context.onstatechange = () => this.look();
    this.begin().catch((error: unknown) => {
      console.error('The sound could not be played.', error);
      if (!this.isClosed) this.set('failed');
    });
  }

  get figures(): SoundFigures {
    return { ready: this.ready, lost: this.decoder.lost };
  }

  // From 0 to 1; at once, and without a click.
  setVolume(volume: number): void {
    this.gain.gain.setTargetAtTime(volume, this.context.currentTime, 0.02);
  }

  // Somebody has clicked, or pressed a key.
  resume(): void {
    if (this.context.state === 'suspended') void this.context.resume().catch(() => {});
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.channel.stop();
    this.decoder.close();
    this.node?.disconnect();
    this.context.onstatechange = null;
    void this.context.close().catch(() => {});
  }

  private async begin(): Promise<void> {
    await this.context.audioWorklet.addModule(workletUrl);
    if (this.isClosed) return;
    const node = new AudioWorkletNode(this.context, 'gatehouse-player', { numberOfInputs: 0, outputChannelCount: [2] });
    node.port.onmessage = ({ data }: MessageEvent<PlayerFigures>) => (this.ready = data.ready);
    node.onprocessorerror = () => this.set('failed');
    node.connect(this.gain);
    this.node = node;
    this.look();
  }

  private look(): void {
    if (this.isClosed || !this.node || this.state === 'failed') return;
    const isRunning = this.context.state === 'running';
    if (isRunning && !this.isListening) {
      this.isListening = true;
      this.channel.listen((packet) => this.decoder.take(packet));
    } else if (!isRunning && this.isListening) {
      this.isListening = false;
      this.channel.stop();
    }
    this.set(isRunning ? 'playing' : 'blocked');
  }

  private decoded(samples: PlayerInput): void {
    this.node?.port.postMessage(samples, [samples.left.buffer, samples.right.buffer]);
  }

  private set(state: PlayerState): void {
    if (state === this.state) return;
    this.state = state;
    if (state === 'failed') this.channel.stop();
    queueMicrotask(() => this.isClosed || this.changed(state));
  }
}
