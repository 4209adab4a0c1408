// Programs a test starts; all of them end with the test.
import { spawn } from 'node:child_process';

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** How long, in ms, a test waits for what is there at once where all is well: a busy computer may need it. */
export const patience = 60_000;

/** Polls until `condition` gives something true; fails after `deadline` ms with `what`. */
export async function eventually(condition, what, deadline = patience, every = 50) {
  const until = Date.now() + deadline;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > until) throw new Error(`timed out: ${what}`);
    await sleep(every);
  }
}

/** Starts a program. `output()` is everything it wrote; `stop()` ends it and waits. */
export function start(command, args, { env = {}, stdio = ['ignore', 'pipe', 'pipe'] } = {}) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
  const exited = new Promise((resolve) => child.on('exit', (code, signal) => resolve({ code, signal })));
  return {
    child,
    exited,
    output: () => output,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return exited;
    },
  };
}
