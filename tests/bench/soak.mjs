// Many sessions for a long time: what serve, agents and workers have in memory every ten seconds must not grow. Some viewers
// stay, one of six leaves and comes back every five seconds. SOAK_SESSIONS=24 SOAK_MINUTES=10.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, sleep } from '../e2e/support/process.mjs';
import { makeTokens, owner, startAppliance, visitor } from './appliance.mjs';
import { begin, children, freePort, median, memory, round, temporaryDirectory } from './processes.mjs';
import { startScene } from './servers.mjs';

const kSessionsEach = 8; // that a machine takes
const kEvery = 10;

async function startMachine(binary, directory, port, token, display) {
  const data = join(directory, 'machine');
  const joined = begin(binary, ['enroll', '--server', `localhost:${port}`, '--token', token, `--data=${data}`]);
  if ((await joined.exited).code !== 0) throw new Error(joined.output());
  const id = /Its ID is (\d+)/.exec(joined.output())[1];
  const agent = begin(binary, ['agent', `--agent.data=${data}`, '--desktop.capture=x11', `--desktop.display=${display}`, '--access.interactive=allow']);
  await eventually(() => /connected to the appliance/.test(agent.output()), 'the agent did not connect');
  return { id, agent };
}

// Least squares, in KiB a minute.
function slope(values) {
  const middle = (values.length - 1) / 2, mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let over = 0, under = 0;
  values.forEach((value, i) => {
    over += (i - middle) * (value - mean);
    under += (i - middle) ** 2;
  });
  return under ? (over / under) * (60 / kEvery) * 1024 : 0;
}

export async function measureSoak({ binary, programs, screen, report }) {
  const sessions = Number(process.env.SOAK_SESSIONS ?? 24), seconds = Math.round(60 * Number(process.env.SOAK_MINUTES ?? 10));
  const directory = temporaryDirectory(), data = join(directory, 'data'), port = await freePort();
  const serve = await startAppliance(binary, data, port);
  const ca = join(data, 'keys/authority.crt');
  const code = await eventually(() => /Set-up code\s+(\S+)/.exec(serve.output())?.[1], 'there was no set-up code');
  const { tokens } = await makeTokens(visitor(port, readFileSync(ca)), code, 1);
  const machines = [];
  for (let i = 0; i * kSessionsEach < sessions; ++i)
    machines.push(await startMachine(binary, temporaryDirectory(), port, tokens[0], screen.display));
  await sleep(1000);
  const scene = await startScene(programs, screen.display, 'typing', 10);
  const viewers = begin(join(programs, 'bench_soak'), [
    `--appliance=${port}`, `--ca=${ca}`, `--email=${owner.email}`, `--password=${owner.password}`,
    `--machines=${machines.map(({ id }) => id).join(',')}`, `--sessions=${sessions}`, `--seconds=${seconds}`,
  ]);
  const agent = machines[0].agent.child.pid;
  const worker = await eventually(() => children(agent)[0], 'there was no worker');
  const sizes = { serve: [], agent: [], worker: [] };
  for (let at = 0; at + kEvery < seconds && viewers.child.exitCode === null; at += kEvery) {
    await sleep(kEvery * 1000);
    for (const [name, pid] of Object.entries({ serve: serve.child.pid, agent, worker })) sizes[name].push(memory(pid).rss);
  }
  await viewers.exited;
  const outcome = /^\{.*\}$/m.exec(viewers.output());
  if (!outcome) throw new Error(viewers.output());
  const minute = 60 / kEvery;
  for (const [process, values] of Object.entries(sizes)) {
    const settled = values.slice(Math.floor(values.length / 2)); // threads and buffers of every kind were used by then
    report({
      kind: 'soak', process, sessions, seconds, first_minute_mb: median(values.slice(0, minute)), last_minute_mb: median(values.slice(-minute)),
      most_mb: Math.max(...values), slope_kib_per_minute: round(slope(settled), 1),
    });
  }
  report({ kind: 'soak_viewers', ...JSON.parse(outcome[0]), words: /bench_soak: (.*)/.exec(viewers.output())?.[1] });
  await scene.stop();
  for (const machine of machines) await machine.agent.stop();
  await serve.stop();
  rmSync(directory, { recursive: true, force: true });
}
