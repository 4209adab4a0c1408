// Programs of a measurement: started, looked at through /proc, and ended whatever happens.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start } from '../e2e/support/process.mjs';

const ticks = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
const running = new Set();
const directories = [];

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
process.on('exit', () => {
  // x11vnc may be busy for ever and hear no other signal; the appliance takes its children with it.
  for (const program of running) program.child.kill('SIGKILL');
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

/** Like start() of the browser tests, but ended with this program, too. */
export function begin(command, args, options) {
  const program = start(command, args, options);
  running.add(program);
  program.exited.then(() => running.delete(program));
  return program;
}

export function temporaryDirectory() {
  directories.push(mkdtempSync(join(tmpdir(), 'gatehouse-bench-')));
  return directories.at(-1);
}

/** A port that nobody listens on now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function stat(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

export function children(pid) {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((candidate) => {
    try {
      return Number(stat(candidate)[1]) === pid;
    } catch {
      return false; // it has just ended
    }
  });
}

/** User and system time so far, of all threads, in seconds. */
export function cpuSeconds(pid) {
  const fields = stat(pid);
  return (Number(fields[11]) + Number(fields[12])) / ticks;
}

/** Memory in use, in MB: { rss, pss }. Pss counts pages that several processes map once. */
export function memory(pid) {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const megabytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)[1]) / 1024;
  return { rss: round(megabytes('Rss'), 1), pss: round(megabytes('Pss'), 1) };
}

export const round = (value, digits = 2) => Number(value.toFixed(digits));

export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length ? round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]) : null;
}
export const median = (values) => percentile(values, 0.5);
