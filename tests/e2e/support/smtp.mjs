// A real SMTP server that keeps what comes; tests/support/smtp_server.py says which addresses it refuses.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually, start } from './process.mjs';

const program = fileURLToPath(new URL('../../support/smtp_server.py', import.meta.url));

export async function startSmtp() {
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-mail-'));
  const server = start('/usr/bin/python3', [program, directory, '0']);
  const port = Number((await eventually(() => /smtp (\d+)/.exec(server.output()), 'the SMTP server did not start'))[1]);
  const messages = () =>
    readdirSync(directory)
      .filter((name) => !name.endsWith('.part'))
      .sort()
      .map((name) => readFileSync(join(directory, name), 'utf8'));
  return {
    port,
    // Options of an appliance that sends mail by it.
    options: [
      '--mail.server=127.0.0.1',
      `--mail.port=${port}`,
      '--mail.security=none',
      '--mail.from=gatehouse@acme.example',
    ],
    messages,
    /** The text of the last message to this address, once it came. */
    async lastTo(address, after = 0) {
      const found = await eventually(() => messages().slice(after).findLast((one) => one.split('\n', 1)[0].includes(` ${address} `)), `no mail to ${address} came`);
      return found.replaceAll('=\r\n', '').replaceAll('=3D', '=');
    },
    async stop() {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
