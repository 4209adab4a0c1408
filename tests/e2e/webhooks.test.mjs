// Webhooks against a real HTTPS server: what arrives, its signature, and what becomes of what does not arrive.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { caller } from './support/api.mjs';
import { startAppliance } from './support/appliance.mjs';
import { checkLooks } from './support/looks.mjs';
import { owner as people, signInQuickly } from './support/owner.mjs';
import { desktop, startBrowser } from './support/browser.mjs';
import { eventually } from './support/process.mjs';

const run = promisify(execFile);
const directory = mkdtempSync(join(tmpdir(), 'gatehouse-webhooks-'));
const authority = join(directory, 'authority.crt');
let appliance, browser, page, owner, server, secret, machine;
const heard = [];
let status = 204;

const url = () => `https://localhost:${server.address().port}/hook`;
const api = async (method, path, data) => {
  const answer = await owner.ask(method, path, data);
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.text}`);
  return answer.json;
};
const deliveries = async (id) => (await api('GET', `/webhooks/${id}/deliveries`)).items;
const one = async () => (await api('GET', '/webhooks')).items.find((hook) => hook.url === url());
const arrived = (event) => eventually(() => heard.find(({ body }) => body.event === event), `${event} did not arrive`);

before(async () => {
  // The receiver has a certificate by the appliance's own authority, which is there after the first start.
  appliance = await startAppliance(['--webhooks.allow_private=on', `--webhooks.authority_file=${authority}`]);
  const keys = (name) => join(appliance.data, 'keys', name);
  copyFileSync(keys('authority.crt'), authority);
  server = createServer({ key: readFileSync(keys('server.key')), cert: readFileSync(keys('server.crt')) }, (request, response) => {
    let text = '';
    request.on('data', (piece) => (text += piece)).on('end', () => {
      heard.push({ text, body: JSON.parse(text), headers: request.headers, method: request.method, path: request.url });
      if (status === 302) response.setHeader('location', '/elsewhere');
      response.writeHead(status).end();
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  owner = caller(appliance);
  await api('POST', '/setup', {
    code: appliance.code, organization_name: people.organization, first_name: people.firstName, last_name: people.lastName,
    email: people.email, password: people.password,
  });
  machine = await eventually(async () => (await api('GET', '/clients')).items.find(({ online }) => online), 'no machine');
  browser = await startBrowser();
  const visitor = await browser.visitor(desktop);
  await signInQuickly(visitor, appliance);
  page = await visitor.newPage();
});
after(async () => {
  await browser?.stop();
  server?.closeAllConnections();
  server?.close();
  await appliance?.stop();
  rmSync(directory, { recursive: true, force: true });
});

test('one is made on the Organization page, and its secret is shown once', async () => {
  await page.goto(`${appliance.url}/organization`);
  await page.getByText('No webhooks').waitFor();
  await page.getByRole('button', { name: 'New webhook' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Address' }).fill('http://localhost/');
  await dialog.getByRole('button', { name: 'Make webhook' }).click();
  await dialog.getByText('Choose at least one.').waitFor();
  for (const name of ['Session requested', 'Session ended', 'Machine offline']) await dialog.getByRole('checkbox', { name }).check();
  await dialog.getByRole('button', { name: 'Make webhook' }).click();
  await dialog.getByText('Write it as https://').first().waitFor();
  await checkLooks(page, 'webhook-form');
  await dialog.getByRole('textbox', { name: 'Address' }).fill(url());
  await dialog.getByRole('button', { name: 'Make webhook' }).click();
  secret = await dialog.getByText(/^whsec_/).textContent();
  await checkLooks(page, 'webhook-secret');
  await dialog.getByRole('button', { name: 'I have copied it' }).click();
  await page.getByRole('table', { name: 'Webhooks' }).getByText('Enabled', { exact: true }).waitFor();
  assert.equal(await page.getByText(secret).count(), 0);
});

test('a test arrives, signed, and the log says so', async () => {
  await page.getByRole('button', { name: `Deliveries to ${url()}` }).click();
  await page.getByRole('button', { name: 'Send a test' }).click();
  const { text, headers, method, path } = await arrived('test');
  assert.equal(`${method} ${path}`, 'POST /hook');
  assert.equal(headers['content-type'], 'application/json');
  assert.equal(headers['gatehouse-event'], 'test');
  const [, time, mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers['gatehouse-signature']);
  assert.ok(Math.abs(Date.now() / 1000 - Number(time)) < 120);
  assert.equal(createHmac('sha256', secret).update(`${time}.${text}`).digest('hex'), mac);
  // As docs/automate.md tells receivers to check it.
  const guide = readFileSync(new URL('../../docs/automate.md', import.meta.url), 'utf8');
  const code = /```python\n([\s\S]*?)```/.exec(guide)[1];
  const script = `${code}\nimport sys\nsecret, signature, body = sys.argv[1:]\n`
    + 'print(is_from_gatehouse(secret, signature, body.encode()), is_from_gatehouse("x", signature, body.encode()))';
  const { stdout } = await run('python3', ['-c', script, secret, headers['gatehouse-signature'], text]);
  assert.equal(stdout.trim(), 'True False');
  await page.getByRole('table', { name: 'Deliveries' }).getByText('Delivered').waitFor();
  await checkLooks(page, 'webhook-log');
  await page.keyboard.press('Escape');
});

test('sessions are told of', async () => {
  const call = { address: machine.id, viewer_key: Buffer.alloc(32, 9).toString('base64url'), transport: 'link' };
  const { session_id: session } = await api('POST', '/connections', call);
  const requested = await arrived('session.requested');
  assert.equal(requested.body.data.session_id, session);
  assert.equal(requested.body.data.client_id, machine.id);
  await api('POST', `/sessions/${session}/close`);
  assert.equal((await arrived('session.ended')).body.data.close_reason, 'ended_by_administrator');
});

test('what fails waits for another try, redirects are not followed, and it can be sent again', async () => {
  const { id } = await one();
  heard.length = 0;
  status = 302;
  await api('POST', `/webhooks/${id}/test`);
  const [delivery] = await eventually(async () => {
    const list = await deliveries(id);
    return list[0].tries > 0 && list;
  }, 'it was not tried');
  assert.equal(delivery.state, 'waiting');
  assert.equal(delivery.status, 302);
  assert.ok(Date.parse(delivery.next_at) > Date.now());
  assert.deepEqual(heard.map(({ path }) => path), ['/hook']);
  assert.ok((await one()).failing_since);
  status = 204;
  await api('POST', `/webhooks/${id}/deliveries/${delivery.id}/again`);
  await eventually(() => heard.length === 2, 'it was not sent again');
  assert.equal(heard[1].body.id, heard[0].body.id);
  await eventually(async () => !(await one()).failing_since, 'it still counts as failing');
});

test('a server that nobody vouches for, and addresses of a cloud’s secrets, hear nothing', async () => {
  for (const [address, words] of [['https://169.254.169.254/latest', /nothing may be sent/], [`https://127.0.0.1:${server.address().port}/x`, /another name|vouches/]]) {
    const { webhook } = await api('POST', '/webhooks', { url: address, events: ['client.joined'] });
    await api('POST', `/webhooks/${webhook.id}/test`);
    const [delivery] = await eventually(async () => {
      const list = await deliveries(webhook.id);
      return list[0].tries > 0 && list;
    }, `${address} was not tried`);
    if (address.includes('169.254')) assert.match(delivery.problem, words);
    assert.equal((await api('GET', `/webhooks/${webhook.id}`)).last_delivered_at, delivery.state === 'delivered' ? delivery.done_at : null);
  }
});

test('disabled and deleted, it hears nothing more', async () => {
  await page.reload();
  await page.getByRole('button', { name: `Disable ${url()}` }).click();
  await page.getByRole('button', { name: `Enable ${url()}` }).waitFor();
  heard.length = 0;
  assert.equal((await owner.ask('POST', `/webhooks/${(await one()).id}/test`)).status, 409);
  await checkLooks(page, 'webhooks');
  await page.getByRole('button', { name: `Delete ${url()}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('button', { name: `Enable ${url()}` }).waitFor({ state: 'detached' });
  assert.deepEqual(heard, []);
  assert.deepEqual(browser.complaints, []);
});
