// The relay alone: bytes through it beside haproxy, which does the same work (TLS 1.3 on both sides, one thread), and beside
// what Mbed TLS can do by itself; and how many sessions begin in a second. The relay has a core to itself, the driver another.
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { eventually } from '../e2e/support/process.mjs';
import { begin, freePort, round, temporaryDirectory } from './processes.mjs';

const kRelayCore = '0', kDriverCore = '1';
const kPatience = 120_000;

const on = (core, command, args) => begin('taskset', ['-c', core, command, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });

const listens = (port) => new Promise((resolve) => {
  const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false)).once('close', () => socket.destroy());
  socket.once('connect', () => socket.end());
});

/** The lines of JSON that a driver prints until it ends. */
async function drive(programs, args) {
  const driver = on(kDriverCore, join(programs, 'bench_relay'), args);
  await eventually(() => driver.child.exitCode !== null, 'the driver did not end', kPatience);
  if (driver.child.exitCode !== 0) throw new Error(driver.output());
  return driver.output().trim().split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
}

const rounded = (row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, typeof value === 'number' ? round(value, 3) : value]));

async function withAppliance(binary, task) {
  const directory = temporaryDirectory(), data = join(directory, 'data'), port = await freePort();
  const serve = on(kRelayCore, binary, ['serve', `--server.listen=127.0.0.1:${port}`, `--server.data=${data}`, '--desktop.enabled=off']);
  const code = await eventually(() => /Set-up code\s+(\S+)/.exec(serve.output())?.[1], 'the appliance did not start');
  const lines = await task([`--appliance=${port}`, `--ca=${join(data, 'keys/authority.crt')}`, `--code=${code}`, `--pid=${serve.child.pid}`]);
  await serve.stop();
  rmSync(directory, { recursive: true, force: true });
  return lines;
}

async function throughHaproxy(programs, seconds) {
  const directory = temporaryDirectory(), port = await freePort(), listen = await freePort();
  execFileSync(join(programs, 'bench_relay'), ['certificates', `--directory=${directory}`]);
  writeFileSync(join(directory, 'haproxy.cfg'), `
global
  nbthread 1
  ssl-default-bind-ciphersuites TLS_AES_128_GCM_SHA256
  ssl-default-server-ciphersuites TLS_AES_128_GCM_SHA256
defaults
  mode tcp
  timeout connect 10s
  timeout client 60s
  timeout server 60s
listen relay
  bind 127.0.0.1:${port} ssl crt ${join(directory, 'relay.pem')} alpn gatehouse/1 ssl-min-ver TLSv1.3
  server far 127.0.0.1:${listen} ssl verify none alpn gatehouse/1 ssl-min-ver TLSv1.3
`);
  const haproxy = on(kRelayCore, 'haproxy', ['-db', '-f', join(directory, 'haproxy.cfg')]);
  await eventually(() => listens(port), 'haproxy did not start');
  const lines = await drive(programs, ['other', `--port=${port}`, `--listen=${listen}`, `--ca=${join(directory, 'authority.crt')}`, `--pid=${haproxy.child.pid}`, `--seconds=${seconds}`]);
  await haproxy.stop();
  rmSync(directory, { recursive: true, force: true });
  return lines;
}

export async function measureRelay({ binary, programs, seconds, report }) {
  const limit = JSON.parse(execFileSync('taskset', ['-c', kRelayCore, join(programs, 'bench_tls_limit')], { encoding: 'utf8' }));
  const both = limit.encrypt_s_per_gib + limit.decrypt_s_per_gib;
  report({ kind: 'tls_limit', ...limit, cpu_s_per_gib: round(both, 3), gib_per_s: round(1 / both, 3) });

  const ours = await withAppliance(binary, (where) => drive(programs, ['throughput', ...where, `--seconds=${seconds}`]));
  const theirs = await throughHaproxy(programs, seconds);
  for (const [i, row] of ours.entries()) {
    report({ kind: 'relay', server: 'gatehouse', ...rounded(row), tls_share: round(both / row.cpu_s_per_gib), haproxy_ratio: round(row.cpu_s_per_gib / theirs[i].cpu_s_per_gib) });
    report({ kind: 'relay', server: 'haproxy', ...rounded(theirs[i]) });
  }
  const begun = await withAppliance(binary, (where) => drive(programs, ['sessions', ...where, `--seconds=${seconds}`]));
  for (const row of begun) report({ kind: 'sessions', ...rounded(row) });
}
