// The servers that are compared: each shows the same X screen. A server is { label, target, processes(), stop() }, where target
// is what bench_probe connects to and processes() names the process ids that do the work.
import { readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { eventually } from '../e2e/support/process.mjs';
import { begin, children, freePort, temporaryDirectory } from './processes.mjs';

export async function startScreen(size) {
  const server = begin('Xvfb', ['-displayfd', '3', '-screen', '0', `${size}x24`, '-nolisten', 'tcp', '-noreset'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  let number = '';
  server.child.stdio[3].on('data', (chunk) => (number += chunk));
  await eventually(() => number.includes('\n'), 'Xvfb did not start');
  return { display: `:${number.trim()}`, pid: server.child.pid, stop: () => server.stop() };
}

export async function startScene(programs, display, scene, rate = 60) {
  const program = begin(join(programs, 'bench_scene'), [scene, String(rate)], { env: { DISPLAY: display } });
  await eventually(() => program.output().includes('ready'), 'the scene did not start');
  return program;
}

export async function startGatehouse(binary, display, options = []) {
  const directory = temporaryDirectory();
  const data = join(directory, 'data');
  const args = ['serve', '--server.listen=127.0.0.1:0', `--server.data=${data}`, '--desktop.capture=x11', `--desktop.display=${display}`, '--access.interactive=allow'];
  const program = begin(binary, [...args, ...options]);
  const port = (await eventually(() => /https:\/\/localhost:(\d+)/.exec(program.output()), 'the appliance did not start'))[1];
  const code = await eventually(() => /Set-up code\s+(\S+)/.exec(program.output())?.[1], 'there was no set-up code');
  return {
    label: 'gatehouse',
    port: Number(port),
    url: `https://localhost:${port}`,
    code,
    target: [`--appliance=${port}`, `--ca=${join(data, 'keys/authority.crt')}`, `--code=${code}`],
    /** Does what the set-up page does; from then on there is an agent. */
    setUp: () => setUp(port, code, readFileSync(join(data, 'keys/authority.crt'))),
    /** The worker is there once somebody has connected. */
    processes() {
      const [agent] = children(program.child.pid);
      const [worker] = agent ? children(agent) : [];
      return Object.fromEntries(Object.entries({ serve: program.child.pid, agent, worker }).filter(([, pid]) => pid));
    },
    async stop() {
      await program.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function setUp(port, code, ca) {
  const owner = { first_name: 'B', last_name: 'B', email: 'b@example.org', password: 'a password for measuring' };
  const body = JSON.stringify({ code, organization_name: 'Bench', ...owner });
  const headers = { 'content-type': 'application/json', 'content-length': body.length, origin: `https://localhost:${port}` };
  return new Promise((resolve, reject) => {
    const sent = request({ host: 'localhost', port, ca, method: 'POST', path: '/api/v1/setup', headers }, (reply) => {
      reply.resume().on('end', () => (reply.statusCode === 201 ? resolve() : reject(new Error(`set-up: ${reply.statusCode}`))));
    });
    sent.once('error', reject).end(body);
  });
}

async function startPeer(label, command, argsFor) {
  const port = await freePort();
  const program = begin(command, argsFor(port));
  await eventually(() => accepts(port), `${label} did not start: ${program.output()}`);
  return {
    label,
    port,
    target: [`--tcp=${port}`],
    processes: () => ({ server: program.child.pid }),
    stop: () => program.stop('SIGKILL'),
  };
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

export const peers = {
  x11vnc: (display) =>
    startPeer('x11vnc', 'x11vnc', (port) => [
      '-display', display, '-nopw', '-localhost', '-rfbport', String(port), '-shared', '-forever', '-quiet', '-norc',
      '-nowf', '-noscr', // its guesses at moved windows leave clicks unanswered for seconds while something scrolls
    ]),
  x0vncserver: (display) =>
    startPeer('x0vncserver', 'X0tigervnc', (port) => [
      '-display', display, '-SecurityTypes', 'None', '-rfbport', String(port), '-localhost', '-AlwaysShared',
    ]),
};
