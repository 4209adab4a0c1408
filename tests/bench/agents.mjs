// Thousands of idle agents against one appliance: what a link costs, what they cost while idle, and how they come back
// after a restart while the portal goes on answering. AGENTS=10000 IDLE_SECONDS=60.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, sleep } from '../e2e/support/process.mjs';
import { kTokenUses, makeTokens, startAppliance, visitor } from './appliance.mjs';
import { begin, cpuSeconds, freePort, memory, percentile, round, temporaryDirectory } from './processes.mjs';

const kPatience = 600_000;
const events = (program, name) =>
  program.output().split('\n').filter((line) => line.includes(`"event":"${name}"`)).map((line) => JSON.parse(line));

async function event(program, name, number) {
  await eventually(() => {
    if (program.child.exitCode !== null) throw new Error(program.output());
    return events(program, name).length >= number;
  }, `the agents never came to "${name}"`, kPatience);
  return events(program, name)[number - 1];
}

/** Asks for the list of machines again and again until it is stopped; how long the answers took. */
function watchPortal(ask, headers) {
  const times = [];
  let failed = 0, refused = 0, on = true;
  const done = (async () => {
    while (on) {
      const answer = await ask('GET', '/api/v1/clients?limit=20', undefined, headers);
      if (answer.status === 200) times.push(answer.milliseconds);
      else if (answer.status === 0) ++failed;
      else ++refused;
      await sleep(200);
    }
  })();
  return async () => {
    on = false;
    await done;
    return {
      portal_ms_p50: percentile(times, 0.5), portal_ms_p95: percentile(times, 0.95), portal_ms_max: percentile(times, 1),
      portal_answers: times.length, portal_failed: failed, portal_refused: refused,
    };
  };
}

export async function measureAgents({ binary, programs, report }) {
  const agents = Number(process.env.AGENTS ?? 10000);
  const directory = temporaryDirectory(), data = join(directory, 'data');
  const port = await freePort();
  let appliance = await startAppliance(binary, data, port);
  const ca = join(data, 'keys/authority.crt');
  const code = await eventually(() => /Set-up code\s+(\S+)/.exec(appliance.output())?.[1], 'there was no set-up code');
  const ask = visitor(port, readFileSync(ca));
  const { tokens, headers } = await makeTokens(ask, code, Math.ceil(agents / kTokenUses));
  const tokenFile = join(directory, 'tokens');
  writeFileSync(tokenFile, tokens.join('\n'), { mode: 0o600 });
  await sleep(1000);
  const before = memory(appliance.child.pid);

  const crowd = begin(join(programs, 'bench_agents'), [`--port=${port}`, `--ca=${ca}`, `--tokens=${tokenFile}`, `--agents=${agents}`], { stdio: ['pipe', 'pipe', 'pipe'] });
  const enrolled = await event(crowd, 'enrolled', 1);
  const first = await event(crowd, 'all_online', 1);
  await sleep(5000);
  const after = memory(appliance.child.pid);

  const seconds = Number(process.env.IDLE_SECONDS ?? 60);
  const cpu = cpuSeconds(appliance.child.pid);
  await sleep(seconds * 1000);
  const idle = (cpuSeconds(appliance.child.pid) - cpu) / seconds;
  report({
    kind: 'agents', agents, enrolled_s: round(enrolled.seconds, 1), connected_s: round(first.seconds, 1), attempts: first.attempts,
    rss_mb: after.rss, kib_per_link: round(((after.rss - before.rss) * 1024) / agents, 1), idle_cpu_percent: round(100 * idle, 2),
  });

  const stopWatching = watchPortal(ask, headers);
  const began = performance.now();
  await appliance.stop();
  const stopped = performance.now();
  appliance = await startAppliance(binary, data, port);
  const started = performance.now();
  const startCpu = cpuSeconds(appliance.child.pid);
  const back = await event(crowd, 'all_online', 2);
  const used = cpuSeconds(appliance.child.pid) - startCpu;
  report({
    kind: 'restart', agents, stop_s: round((stopped - began) / 1000, 1), start_s: round((started - stopped) / 1000, 2),
    all_back_s: round(back.seconds, 1), attempts: back.attempts, cpu_s: round(used, 1),
    cpu_ms_per_agent: round((1000 * used) / agents, 2), ...(await stopWatching()),
  });
  await crowd.stop('SIGKILL');
  await appliance.stop();
  rmSync(directory, { recursive: true, force: true });
}
