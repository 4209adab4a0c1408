// The real binary, with a data directory of its own, on a port the kernel chose.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, start } from './process.mjs';

export async function startAppliance(options = ['--desktop.capture=test_card']) {
  const binary = process.env.PROGRAM_UNDER_TEST;
  if (!binary) throw new Error('PROGRAM_UNDER_TEST must name the program to test');
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-e2e-'));
  const data = join(directory, 'data');
  let port = 0;
  const appliance = {
    data,
    async start() {
      const args = ['serve', `--server.listen=127.0.0.1:${port}`, `--server.data=${data}`, ...options];
      appliance.process = start(binary, args);
      const line = await eventually(() => /https:\/\/localhost:(\d+)/.exec(appliance.process.output()), 'the appliance did not start');
      port = Number(line[1]);
      appliance.url = `https://localhost:${port}`;
      appliance.code = /Set-up code\s+(\S+)/.exec(appliance.process.output())?.[1];
    },
    async end(signal = 'SIGTERM') {
      return appliance.process.stop(signal);
    },
    async stop() {
      await appliance.process.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  await appliance.start();
  return appliance;
}
