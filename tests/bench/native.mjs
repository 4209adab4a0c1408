// What a native viewer sees: bench_probe beside one server after the other, on one screen, scene by scene.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { peers, startGatehouse, startScene } from './servers.mjs';

const run = promisify(execFile);

/** Runs bench_probe; its line of JSON. */
export async function probe(programs, server, { seconds = 0, clicks = 0, pids = {} } = {}) {
  const named = Object.entries(pids).map(([name, pid]) => `${name}:${pid}`).join(',');
  const args = [...server.target, `--seconds=${seconds}`, `--clicks=${clicks}`, ...(named ? [`--pids=${named}`] : [])];
  const { stdout } = await run(join(programs, 'bench_probe'), args, { timeout: 120000 }).catch((failure) => {
    throw new Error(`${server.label}: ${failure.stdout || failure.message}`);
  });
  return JSON.parse(stdout);
}

export async function measureNative({ binary, programs, screen, scenes, seconds, clicks, report }) {
  const starters = [(display) => startGatehouse(binary, display), peers.x11vnc, peers.x0vncserver];
  for (const scene of scenes) {
    const picture = await startScene(programs, screen.display, scene);
    for (const start of starters) {
      const server = await start(screen.display);
      try {
        await probe(programs, server); // from here on every process is there
        const pids = { ...server.processes(), xvfb: screen.pid };
        const result = await probe(programs, server, { seconds, clicks, pids });
        report({ kind: 'native', scene, server: server.label, ...result });
      } finally {
        await server.stop();
      }
    }
    await picture.stop();
  }
}
