// Remote support from end to end, on two computers with networks of their own: staff with a second factor and with no more rights than
// support needs, a person at a machine who decides, a colleague who reads what was noted, an administrator who ends a session.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { makeAccount } from './support/account.mjs';
import { caller } from './support/api.mjs';
import { startAppliance } from './support/appliance.mjs';
import { desktop, startBrowser } from './support/browser.mjs';
import { nextDoor } from './support/network.mjs';
import { owner, setUpQuickly, waitForPicture } from './support/owner.mjs';
import { person } from './support/person.mjs';
import { eventually, sleep, start } from './support/process.mjs';
import { authenticator } from './support/totp.mjs';
import { startXServer } from './support/x_server.mjs';

const run = promisify(execFile);
const program = process.env.PROGRAM_UNDER_TEST;
const directory = mkdtempSync(join(tmpdir(), 'gatehouse-support-'));
const data = join(directory, 'machine');
const password = 'violet lamps hum quietly';
const staff = {
  sam: { first_name: 'Sam', last_name: 'Staff', email: 'sam@example.org' },
  cleo: { first_name: 'Cleo', last_name: 'Colleague', email: 'cleo@example.org' },
};
// US-05: what support needs, and nothing else.
const NEEDED = { address_books: 'edit', clients: 'edit', personal_profile: 'edit', sessions: 'view' };
let appliance, browser, ines, sam, cleo, organization, office, screen, agent, typed, hand, id, administrator;

// Whoever is there signs in as a program does; with the codes of their device.
async function signedIn({ email }, secret) {
  const api = caller(appliance);
  const answer = await api.ask('POST', '/login', { organization_id: organization, email, password: secret ?? password });
  assert.ok(answer.status < 300, `${email}: ${answer.status} ${answer.text}`);
  return api;
}
async function must(answer) {
  const { status, text, json } = await answer;
  assert.ok(status < 300, `${status} ${text}`);
  return json;
}

before(async () => {
  administrator = makeAccount(['sudo']); // of the machine
  office = await nextDoor(1);
  appliance = await startAppliance(['--desktop.enabled=off', '--server.listen=0.0.0.0:0']);
  browser = await startBrowser();
  const owners = await browser.visitor(desktop);
  await setUpQuickly(owners, appliance);
  organization = (await (await owners.request.get(`${appliance.url}/api/v1/state`)).json()).organization.id;
  ines = { visitor: owners, page: await owners.newPage(), api: await signedIn(owner, owner.password) };

  await must(ines.api.ask('PATCH', '/organization', { namespace: 'acme' }));
  const set = await must(ines.api.ask('POST', '/permission-sets', { name: 'Support', access: NEEDED }));
  const role = await must(ines.api.ask('POST', '/roles', { name: 'Support', permission_sets: [set.id], requires_second_factor: true }));
  for (const one of Object.values(staff)) {
    const { user, link } = await must(ines.api.ask('POST', '/users', one));
    await must(caller(appliance).ask('POST', '/account-links/use', { token: link.split('#')[1], password }));
    const api = await signedIn(one);
    const { secret } = await must(api.ask('POST', '/me/second-factor/secret', {}));
    one.code = authenticator(secret.replaceAll(' ', ''));
    await must(api.ask('POST', '/me/second-factor/devices', { name: 'Phone', code: await one.code() }));
    await must(ines.api.ask('PUT', `/users/${user.id}/roles/${role.id}`, {}));
  }

  screen = await startXServer();
  screen.run('openbox', ['--sm-disable']);
  typed = await screen.terminal();
  hand = person(screen);
  const server = `${office.here}:${new URL(appliance.url).port}`;
  const { token } = await must(ines.api.ask('POST', '/enrolment-tokens', { label: 'Office', uses: 1, days: 1 }));
  const there = ([command, ...words]) => [office.enter[0], [...office.enter.slice(1), command, ...words]];
  const { stdout } = await run(...there([program, 'enroll', '--server', server, '--token', token, '--data', data]));
  id = /Its ID is (\d+)\./.exec(stdout)[1];
  agent = start(...there([program, 'agent', `--agent.data=${data}`, '--desktop.capture=x11', `--desktop.display=${screen.display}`, '--agent.page=off', '--access.interactive=ask']));
  await eventually(async () => (await ines.api.ask('GET', `/clients/${id}`)).json?.online, 'the machine did not come online');
  await must(ines.api.ask('PATCH', `/clients/${id}`, { alias: 'front@acme' }));
});
after(async () => {
  await agent?.stop();
  await browser?.stop();
  await appliance?.stop();
  await screen?.stop();
  await office?.stop();
  administrator?.remove();
  rmSync(directory, { recursive: true, force: true });
});

const access = async (...words) => (await run(program, ['access', ...words, `--agent.data=${data}`])).stdout;
async function comes(one) {
  const visitor = await browser.visitor(desktop);
  const page = await visitor.newPage();
  await page.goto(`${appliance.url}/sign-in`);
  await page.getByLabel('E-mail address').fill(one.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByLabel('Code').waitFor(); // before a code is taken, which is good for half a minute
  await page.getByLabel('Code').fill(await one.code());
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor();
  return { visitor, page };
}
async function connect(address = 'front@acme') {
  await sam.page.goto(`${appliance.url}/clients`);
  await sam.page.goto(appliance.url);
  const field = sam.page.getByLabel('Address or name of a machine').first();
  await field.fill(address);
  await field.press('Enter');
}

test('a laptop without its person connects nowhere', async () => {
  const thief = await browser.visitor(desktop);
  const page = await thief.newPage();
  await page.goto(`${appliance.url}/connect/front@acme`);
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  const refused = await thief.request.post(`${appliance.url}/api/v1/connections`, {
    data: { address: 'front@acme', viewer_key: 'A'.repeat(43) },
    headers: { origin: appliance.url },
  });
  assert.equal(refused.status(), 401);
  await thief.close();
});

test('staff sign in with a second factor, and see what support needs', async () => {
  sam = await comes(staff.sam);
  const tabs = await sam.page.getByRole('navigation', { name: 'Main' }).getByRole('listitem').allTextContents();
  for (const name of ['Clients', 'Sessions', 'Address Books']) assert.ok(tabs.some((tab) => tab.startsWith(name)), `${name}: ${tabs}`);
  for (const name of ['Users', 'Roles', 'Audit']) assert.ok(!tabs.some((tab) => tab.startsWith(name)), `${name}: ${tabs}`);
});

test('whom the machine does not know by its access list is refused before the person is asked', async () => {
  await access('on');
  await access('allow', '*@elsewhere');
  await eventually(async () => {
    await connect();
    const refused = sam.page.getByText('You are not on this machine’s access list');
    await refused.or(sam.page.getByText('The person at the machine is asked')).first().waitFor();
    return refused.isVisible();
  }, 'the machine asks whoever comes');
  await hand.noQuestion();
});

test('the person is asked, says who may do what, and staff work by the alias', async () => {
  await access('allow', '*@acme');
  await eventually(async () => {
    await connect();
    const asked = sam.page.getByText('The person at the machine is asked');
    await asked.or(sam.page.getByText('You are not on this machine’s access list')).first().waitFor();
    return asked.isVisible();
  }, 'the person is not asked');
  await hand.question();
  assert.equal(await sam.page.getByRole('application').count(), 0);
  await hand.picture('remote-support-question');
  await sleep(2500); // first contact
  await hand.press('Accept');
  const view = await waitForPicture(sam.page);
  await hand.bar();
  const before = typed();
  await view.click({ position: { x: 200, y: 150 } });
  await eventually(() => typed().length > before.length, 'the click did not arrive');
  await sam.page.keyboard.type('lpq');
  await eventually(() => typed().endsWith('lpq'), 'the keys did not arrive');
});

test('staff ask for elevation, the person names an administrator, and staff have a terminal of root', async () => {
  const { page } = sam;
  await page.getByRole('button', { name: 'Actions' }).click();
  await page.getByRole('button', { name: 'Request elevation' }).click();
  const dialog = page.getByRole('dialog', { name: 'Request elevation' });
  await dialog.getByRole('radio', { name: 'Ask the person at the machine' }).check();
  await dialog.getByRole('button', { name: 'OK' }).click();
  await hand.picture('remote-support-elevation');
  await hand.elevate(administrator);
  await dialog.getByRole('button', { name: 'Open a terminal' }).click();
  await page.locator('.xterm-rows').waitFor();
  await page.keyboard.type('echo "uid=$(id -u)"\n');
  await page.locator('.xterm-rows').getByText(/^uid=0/).waitFor();
  await hand.picture('remote-support-elevated');
});

test('an administrator ends the session, and both sides know', async () => {
  await ines.page.goto(`${appliance.url}/sessions`);
  await ines.page.getByRole('button', { name: /^End session of Sam Staff/ }).first().click();
  await ines.page.getByRole('dialog').getByRole('button', { name: 'End session' }).click();
  await sam.page.getByRole('heading', { name: /closed|ended/i }).waitFor();
  await hand.noBar();
  const actions = async () => (await ines.api.ask('GET', '/audit')).json.items.map(({ action }) => action);
  await eventually(async () => (await actions()).includes('session.elevation_ended'), 'the end of elevation is not in the audit log');
  assert.ok((await actions()).includes('session.elevated'));
});

test('what staff note is there for a colleague', async () => {
  const { items } = (await ines.api.ask('GET', '/sessions')).json;
  const session = items.find(({ profile }) => profile);
  await sam.page.goto(`${appliance.url}/sessions/${session.id}`);
  await sam.page.getByRole('button', { name: 'Add comment' }).click();
  await sam.page.getByRole('dialog').getByRole('textbox', { name: 'Comment' }).fill('Toner is ordered');
  await sam.page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await sam.page.getByRole('dialog').waitFor({ state: 'hidden' });
  cleo = await comes(staff.cleo);
  await cleo.page.goto(`${appliance.url}/sessions/${session.id}`);
  await cleo.page.getByText('Toner is ordered').waitFor();
  assert.equal(await cleo.page.getByRole('button', { name: 'Edit comment' }).count(), 0); // Sam's session, not hers
});
