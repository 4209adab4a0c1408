// How long a start takes, what an idle appliance needs, and how long it is from Connect to the first picture.
import { execFileSync } from 'node:child_process';
import { rmSync, statSync } from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import { sleep } from '../e2e/support/process.mjs';
import { probe } from './native.mjs';
import { begin, freePort, median, memory, round, temporaryDirectory } from './processes.mjs';
import { startGatehouse } from './servers.mjs';

const kRuns = 7;

function answers(port) {
  return new Promise((resolve) => {
    // The certificate is made during this very start.
    const request = get({ port, host: '127.0.0.1', path: '/healthz', rejectUnauthorized: false }, (reply) => {
      reply.resume();
      resolve(reply.statusCode === 200);
    });
    request.once('error', () => resolve(false));
  });
}

async function timeOfStart(binary, data) {
  const port = await freePort();
  const began = performance.now();
  const args = ['serve', `--server.listen=127.0.0.1:${port}`, `--server.data=${data}`, '--desktop.enabled=off'];
  const program = begin(binary, args);
  while (!(await answers(port))) {
    if (performance.now() - began > 10000) throw new Error(`the appliance did not answer: ${program.output()}`);
    await sleep(1);
  }
  const took = performance.now() - began;
  await program.stop();
  return took;
}

async function startTimes(binary) {
  const first = [], later = [];
  for (let i = 0; i < kRuns; ++i) {
    const directory = temporaryDirectory();
    try {
      first.push(await timeOfStart(binary, join(directory, 'data')));
      later.push(await timeOfStart(binary, join(directory, 'data')));
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }
  return { first_start_ms: median(first), start_ms: median(later) };
}

const memoryOf = (server) => Object.fromEntries(Object.entries(server.processes()).map(([name, pid]) => [name, memory(pid)]));

async function pictureTimes(binary, programs, display) {
  const cold = [], warm = [];
  let idle, afterwards;
  for (let i = 0; i < kRuns; ++i) {
    const server = await startGatehouse(binary, display);
    try {
      await server.setUp();
      await sleep(2000);
      idle = memoryOf(server);
      cold.push((await probe(programs, server)).first_picture_ms);
      for (let again = 0; again < 3; ++again) warm.push((await probe(programs, server)).first_picture_ms);
      await sleep(500);
      afterwards = memoryOf(server);
    } finally {
      await server.stop();
    }
  }
  return { cold_picture_ms: median(cold), warm_picture_ms: median(warm), idle_mb: idle, after_sessions_mb: afterwards };
}

function program(binary) {
  const stripped = join(temporaryDirectory(), 'gatehouse');
  try {
    execFileSync('strip', ['-o', stripped, binary]);
    const megabytes = round(statSync(stripped).size / 1e6, 1);
    const libraries = execFileSync('ldd', [binary], { encoding: 'utf8' }).trim().split('\n').map((line) => line.trim().split(' ')[0]);
    return { stripped_mb: megabytes, libraries };
  } finally {
    rmSync(join(stripped, '..'), { recursive: true, force: true });
  }
}

export async function measureStartup({ binary, programs, screen, report }) {
  report({
    kind: 'startup',
    ...(await startTimes(binary)),
    ...(await pictureTimes(binary, programs, screen.display)),
    ...program(binary),
  });
}
