// docs/automate.md: what it tells people to run is run here, line by line.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { caller } from './support/api.mjs';
import { startAppliance } from './support/appliance.mjs';
import { owner as people } from './support/owner.mjs';
import { eventually } from './support/process.mjs';

const home = mkdtempSync(join(tmpdir(), 'gatehouse-automate-'));
let appliance, owner, session;

before(async () => {
  appliance = await startAppliance();
  owner = caller(appliance);
  await owner.ask('POST', '/setup', {
    code: appliance.code, organization_name: people.organization, first_name: people.firstName, last_name: people.lastName,
    email: people.email, password: people.password,
  });
  const machine = await eventually(async () => (await owner.ask('GET', '/clients')).json.items.find(({ online }) => online), 'no machine');
  const call = { address: machine.id, viewer_key: Buffer.alloc(32, 9).toString('base64url'), transport: 'link' };
  session = (await owner.ask('POST', '/connections', call)).json.session_id;
  copyFileSync(join(appliance.data, 'keys', 'authority.crt'), join(home, 'authority.crt'));
});
after(async () => {
  await appliance?.stop();
  rmSync(home, { recursive: true, force: true });
});

function runScript(script, input) {
  return new Promise((resolve) => {
    const shell = spawn('bash', ['-euo', 'pipefail', '-c', script], { cwd: home, env: { PATH: process.env.PATH, HOME: home } });
    let output = '';
    for (const stream of [shell.stdout, shell.stderr]) stream.on('data', (piece) => (output += piece));
    shell.stdin.end(input);
    shell.on('exit', (code) => resolve({ code, output }));
  });
}

test('what the guide says works as it stands there', async () => {
  const guide = readFileSync(new URL('../../docs/automate.md', import.meta.url), 'utf8');
  const blocks = [...guide.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block]) => block);
  assert.ok(blocks.length >= 7, `${blocks.length} blocks`);
  const script = blocks.join('\n').replace('https://box:8443', appliance.url);
  assert.ok(script.includes(appliance.url));
  const scope = { users: 'edit', clients: 'edit', sessions: 'edit', builds: 'view' };
  const made = await owner.ask('POST', '/me/tokens', { name: 'Guide', scope, days: 1, current_password: people.password });
  assert.equal(made.status, 201, made.text);

  const { code, output } = await runScript(script, `${made.json.token}\n`);
  assert.equal(code, 0, output);
  for (const expected of ['"user": "ines@example.org"', '/set-password#', 'Lovelace']) assert.ok(output.includes(expected), `${expected}\n${output}`);
  assert.equal((await owner.ask('GET', '/users?search=lovelace')).json.items.length, 1);
  assert.equal((await owner.ask('GET', `/sessions/${session}`)).json.close_reason, 'ended_by_administrator');
  const entries = (await owner.ask('GET', '/audit?action=session.closed')).json.items;
  assert.equal(entries[0].actor.name, 'ines@example.org (API token “Guide”)');
});
