// Networks of a test's own (network_namespaces(7)), for which one must be root.
import { execFile, spawn } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { promisify } from 'node:util';
import { eventually } from './process.mjs';

const run = promisify(execFile);

/**
 * A computer next door: a network of its own, with a cable to this one's. `here` is this computer's address on the cable; what is started by
 * [...enter, command] is there.
 */
export async function nextDoor(number) {
  const holder = spawn('unshare', ['-n', 'sleep', 'infinity'], { stdio: 'ignore' });
  const net = (pid) => readlinkSync(`/proc/${pid}/ns/net`);
  await eventually(() => net(holder.pid) !== net('self'), 'there is no network of its own; is this root?', 10_000);
  const enter = ['nsenter', '-t', `${holder.pid}`, '-n'];
  const there = (...words) => run(enter[0], [...enter.slice(1), 'ip', ...words]);
  const [cable, address] = [`door${process.pid % 10_000}x${number}`, `10.78.${number}`];
  await run('ip', ['link', 'add', cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', `${holder.pid}`]);
  await run('ip', ['addr', 'add', `${address}.1/24`, 'dev', cable]);
  await run('ip', ['link', 'set', cable, 'up']);
  await there('link', 'set', 'lo', 'up');
  await there('addr', 'add', `${address}.2/24`, 'dev', 'eth0');
  await there('link', 'set', 'eth0', 'up');
  return {
    enter,
    here: `${address}.1`,
    stop: () => new Promise((resolve) => holder.on('exit', resolve) && holder.kill('SIGKILL')),
  };
}
