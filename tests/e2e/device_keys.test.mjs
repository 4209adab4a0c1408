// A machine's key: shown, pinned by the browser, changed, confirmed, trusted. And the code that both ends of a session show.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { leaveByEscape, pressAt } from './support/focus.mjs';
import { checkLooks, widths } from './support/looks.mjs';
import { signInQuickly, waitForPicture } from './support/owner.mjs';
import { eventually, start } from './support/process.mjs';
import { startStage } from './support/stage.mjs';

const run = promisify(execFile);
const program = process.env.PROGRAM_UNDER_TEST;
const directory = mkdtempSync(join(tmpdir(), 'gatehouse-keys-'));
const data = join(directory, 'machine');
let stage, page, agent, machine, streams;

const url = (path) => `${stage.appliance.url}${path}`;
const viewerUrl = () => url(`/connect/${machine.id}`);
const machineUrl = () => url(`/clients/${machine.id}`);
const api = async (path) => (await stage.visitor.request.get(url(`/api/v1/${path}`))).json();
const logged = (pattern) => [...agent.output().matchAll(pattern)].map(([, found]) => found);
const keyInLog = () => logged(/this machine's key is ([0-9a-f ]+)/g).at(-1);
const fingerprints = (where) => where.locator('code').allInnerTexts();
const asText = (fingerprint) => fingerprint.replace(/\s+/g, ' ').trim();

async function startMachine() {
  agent = start(program, ['agent', `--agent.data=${data}`, '--desktop.capture=test_card']);
  machine = await eventually(async () => {
    if (!agent.output().includes('connected to the appliance')) return undefined;
    return (await api('clients')).items.find(({ online }) => online);
  }, 'the machine did not come online');
}

async function changeKey() {
  await agent.stop();
  await eventually(async () => (await api('clients')).items.every(({ online }) => !online), 'the machine did not leave');
  rmSync(join(data, 'device.key'));
  await startMachine();
}

async function leaveSession(from = page) {
  await from.getByRole('button', { name: 'Disconnect' }).click();
  await from.getByRole('heading', { name: 'You left the session' }).waitFor();
}

before(async () => {
  stage = await startStage({ options: ['--desktop.enabled=off'] });
  page = stage.page;
  streams = [];
  page.on('websocket', (socket) => socket.url().endsWith('/stream') && streams.push(socket.url()));
  const me = await api('me');
  const made = await stage.visitor.request.post(url('/api/v1/enrolment-tokens'), {
    data: { label: 'x', uses: 1, days: 1 },
    headers: { origin: stage.appliance.url, 'x-csrf-token': me.csrf_token },
  });
  const { token } = await made.json();
  await run(program, ['enroll', '--server', new URL(stage.appliance.url).host, '--token', token, `--data=${data}`]);
  await startMachine();
});
after(async () => {
  await agent?.stop();
  await stage?.stop();
  rmSync(directory, { recursive: true, force: true });
});

test('the machine’s page shows the fingerprint that the machine logs, and copies it', async () => {
  await page.goto(machineUrl());
  const key = page.getByRole('region', { name: 'Key' });
  await key.getByRole('button', { name: 'Copy: Fingerprint' }).click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), keyInLog());
  assert.deepEqual((await fingerprints(key)).map(asText), [keyInLog()]);
  await checkLooks(page, 'key');
});

test('the first contact is remembered without a question, and both ends show the same code', async () => {
  await page.goto(viewerUrl());
  await waitForPicture(page);
  await page.getByRole('button', { name: 'Connection' }).click();
  const panel = page.getByRole('dialog', { name: 'Connection' });
  await panel.getByText('Seen here for the first time').waitFor();
  const [code, key] = await fingerprints(panel);
  assert.equal(asText(key), keyInLog());
  assert.match(code, /^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  assert.deepEqual(logged(/its comparison code is (\S+)/g), [code]);
  assert.ok(!stage.appliance.process.output().includes(code), 'the appliance knows the code');
  await checkLooks(page, 'connection', ['desktop']);
  await leaveByEscape(panel);
  await page.setViewportSize(widths.phone);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByText('Seen here for the first time').scrollIntoViewIfNeeded();
  await checkLooks(page, 'connection', ['phone']);
  await leaveByEscape(page.getByRole('dialog'));
  await page.setViewportSize(widths.desktop);
  await leaveSession();

  await page.reload();
  await waitForPicture(page);
  await page.getByRole('button', { name: 'Connection' }).click();
  await panel.getByText('Known to this browser since Today').waitFor();
  const [next] = await fingerprints(panel);
  assert.notEqual(next, code);
  assert.deepEqual(logged(/its comparison code is (\S+)/g), [code, next]);
  await leaveByEscape(panel);
  await leaveSession();
});

test('a machine that comes with another key is told of where people look', async () => {
  const old = keyInLog();
  await page.goto(url('/clients'));
  await changeKey();
  assert.notEqual(keyInLog(), old);
  await page.getByRole('table', { name: 'Machines' }).getByText('New key').waitFor();
  await checkLooks(page, 'list');
  await page.goto(url('/'));
  await page.getByText('came with another key than it had').waitFor();
  await checkLooks(page, 'dashboard');
  await page.getByRole('link', { name: /^Take a look: .* came with another key/ }).click();
  const warning = page.getByRole('alert');
  await warning.getByRole('heading', { name: 'This machine came with another key' }).waitFor();
  assert.deepEqual((await fingerprints(warning)).map(asText), [old, keyInLog()]);
  await checkLooks(page, 'changed');
});

test('the dashboard’s link to several shows these alone, and the way back to all', async () => {
  await page.goto(url('/clients?key=changed'));
  await page.getByRole('table', { name: 'Machines' }).getByText('New key').waitFor();
  await checkLooks(page, 'list-filtered');
  await page.getByText('Only machines with a new key').click();
  await page.waitForURL(url('/clients'));
});

test('until it is confirmed nobody reaches it', async () => {
  const before = streams.length;
  await page.goto(viewerUrl());
  await page.getByRole('heading', { name: 'The machine has another key' }).waitFor();
  assert.equal(streams.length, before);
  await checkLooks(page, 'unconfirmed');
  await page.getByRole('link', { name: 'See its keys' }).click();
  await page.getByRole('alert').waitFor();
});

test('who may not edit clients is told who may', async () => {
  const visitor = await stage.browser.visitor();
  await signInQuickly(visitor, stage.appliance);
  const reader = await visitor.newPage();
  await reader.route(/\/api\/v1\/me$/, async (route) => {
    const answer = await route.fetch();
    const me = await answer.json();
    await route.fulfill({ response: answer, json: { ...me, access: { ...me.access, clients: 'view' } } });
  });
  await reader.goto(machineUrl());
  await reader.getByRole('alert').getByText('Somebody who may edit clients').waitFor();
  assert.equal(await reader.getByRole('button', { name: 'Confirm new key' }).count(), 0);
  await checkLooks(reader, 'changed-reader');
  await reader.goto(viewerUrl());
  await reader.getByText('ask your administrator').waitFor();
  await visitor.close();
});

test('a key that came while another was looked at is not confirmed', async () => {
  await page.goto(machineUrl());
  await page.route(/\/device-key$/, (route) =>
    route.fulfill({ status: 409, contentType: 'application/problem+json', json: { code: 'not_this_key', detail: 'Look again.' } }));
  await page.getByRole('button', { name: 'Confirm new key' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Confirm new key' }).click();
  await page.getByText('Look again.').waitFor();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.unroute(/\/device-key$/);
  await page.getByRole('button', { name: 'Dismiss this message' }).click();
});

test('who may edit clients confirms it, by keyboard alone', async () => {
  const ask = page.getByRole('alert').getByRole('button', { name: 'Confirm new key' });
  const question = page.getByRole('dialog');
  const cancel = question.getByRole('button', { name: 'Cancel' });
  await ask.focus();
  await pressAt(ask, 'Enter');
  await question.waitFor();
  assert.deepEqual((await fingerprints(question)).map(asText), [keyInLog()]);
  await checkLooks(page, 'confirm');
  await pressAt(cancel, 'Enter');
  await question.waitFor({ state: 'hidden' });
  await pressAt(ask, 'Enter');
  await pressAt(cancel, 'Tab');
  await pressAt(question.getByRole('button', { name: 'Confirm new key' }), 'Enter');
  await page.getByText('It can be reached again').waitFor();
  await page.getByRole('alert').waitFor({ state: 'hidden' });
  assert.deepEqual((await fingerprints(page.getByRole('region', { name: 'Key' }))).map(asText), [keyInLog()]);
  await eventually(() => page.evaluate(() => document.activeElement?.tagName === 'H1'), 'the focus was lost');
});

test('the browser that knew the old key stops, and goes on when told to', async () => {
  const before = streams.length;
  await page.goto(viewerUrl());
  const warning = page.getByRole('alertdialog', { name: /^The key of .* has changed$/ });
  await warning.waitFor();
  assert.equal(streams.length, before);
  const [known, offered] = (await fingerprints(warning)).map(asText);
  assert.equal(offered, keyInLog());
  assert.notEqual(known, offered);
  await checkLooks(page, 'pinned');
  await pressAt(warning.getByRole('link', { name: 'Go back' }), 'Enter');
  await page.waitForURL(url('/clients'));

  await page.goto(viewerUrl());
  await warning.getByRole('button', { name: 'Trust the new key' }).click();
  await waitForPicture(page);
  await leaveSession();
  await page.reload();
  await waitForPicture(page);
  await leaveSession();
});

test('a key that the appliance’s record does not have can’t be trusted', async () => {
  await page.route(/\/connections$/, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), device_key: Buffer.alloc(32, 9).toString('base64url') } });
  });
  const before = streams.length;
  await page.goto(viewerUrl());
  await page.getByRole('alertdialog').getByText('does not vouch for the new key').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Trust the new key' }).count(), 0);
  assert.equal(streams.length, before);
  await checkLooks(page, 'not-vouched');
  await page.unroute(/\/connections$/);
});

test('another browser knows nothing of it', async () => {
  const visitor = await stage.browser.visitor();
  await signInQuickly(visitor, stage.appliance);
  const other = await visitor.newPage();
  await other.goto(viewerUrl());
  await waitForPicture(other);
  await other.getByRole('button', { name: 'Connection' }).click();
  await other.getByText('Seen here for the first time').waitFor();
  await visitor.close();
});

test('who looks at a machine that is removed is told so', async () => {
  await page.goto(viewerUrl());
  await waitForPicture(page);
  const me = await api('me');
  await stage.visitor.request.delete(url(`/api/v1/clients/${machine.id}`), {
    headers: { origin: stage.appliance.url, 'x-csrf-token': me.csrf_token },
  });
  await page.getByRole('heading', { name: 'The machine was removed' }).waitFor();
  await checkLooks(page, 'removed');
  await page.getByRole('link', { name: 'Back to machines' }).click();
  await page.getByText('No machines yet').waitFor();
});

test('no fault, no refused policy, no request to anybody else', () => assert.deepEqual(stage.browser.complaints, []));
