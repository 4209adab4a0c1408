// A PulseAudio of a test's own, with an output that nobody hears, and tones that are played on it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, start } from './process.mjs';

const RATE = 48_000;
const SECONDS = 60;

export async function startSoundServer() {
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-sound-'));
  const socket = join(directory, 'native');
  const env = { HOME: directory, XDG_RUNTIME_DIR: directory, PULSE_RUNTIME_PATH: join(directory, 'run'), PULSE_SERVER: `unix:${socket}` };
  let server, player;
  const sound = {
    // For programs that are to find it.
    variable: env.PULSE_SERVER,
    async start() {
      const modules = ['module-null-sink', 'module-suspend-on-idle timeout=1', `module-native-protocol-unix auth-anonymous=1 socket=${socket}`];
      server = start('pulseaudio', ['-n', '--daemonize=no', '--use-pid-file=no', '--exit-idle-time=-1', '--high-priority=no',
        '--realtime=no', '--disable-shm=yes', ...modules.flatMap((module) => ['-L', module])], { env });
      await eventually(async () => (await start('pactl', ['info'], { env }).exited).code === 0, 'the sound server did not start');
    },
    /** A tone, in Hz, until another, or silence(). */
    async play(frequency) {
      await sound.silence();
      const file = join(directory, `${frequency}.raw`);
      const samples = new Int16Array(RATE * SECONDS * 2).map((_, i) => 12_000 * Math.sin((2 * Math.PI * frequency * (i >> 1)) / RATE));
      writeFileSync(file, Buffer.from(samples.buffer));
      player = start('sh', ['-c', `trap 'kill $!; exit' TERM; while :; do paplay --raw --rate=${RATE} --channels=2 --format=s16le "$0" & wait; done`, file], { env });
    },
    async silence() {
      await player?.stop();
      player = undefined;
    },
    async end() {
      await sound.silence();
      await server?.stop();
      rmSync(socket, { force: true });
    },
    async stop() {
      await sound.end();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  await sound.start();
  return sound;
}
