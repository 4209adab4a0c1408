// The settings of a machine on its own page: an administrator of the machine signs in (PAM) and changes them.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { makeAccount, withoutRoot as skip } from './support/account.mjs';
import { checkLooks } from './support/looks.mjs';
import { eventually, start } from './support/process.mjs';
import { startStage } from './support/stage.mjs';
import { authenticator } from './support/totp.mjs';

const run = promisify(execFile);
const program = process.env.PROGRAM_UNDER_TEST;
const directory = mkdtempSync(join(tmpdir(), 'gatehouse-settings-'));
const data = join(directory, 'machine');
const ini = join(data, 'agent.ini');
let account, stage, local, agent, address;

before(async () => {
  if (skip) return;
  account = makeAccount(['sudo']);
  stage = await startStage({ options: ['--desktop.enabled=off'] });
  const { page } = stage;
  await page.goto(`${stage.appliance.url}/clients/add`);
  await page.getByLabel('What is it for?').fill('Settings');
  await page.getByRole('button', { name: 'Make token' }).click();
  const token = await page.getByText(/^[\w-]{43}\.[\w-]{43}$/).textContent();
  await run(program, ['enroll', '--server', new URL(stage.appliance.url).host, '--token', token, `--data=${data}`]);
  agent = start(program, ['agent', `--agent.data=${data}`, '--desktop.capture=test_card', '--agent.page=127.0.0.1:0', '--agent.listen_port=0']);
  address = (await eventually(() => /users is (http:\/\/127\.0\.0\.1:\d+\/)/.exec(agent.output()), 'no page'))[1];
  local = await (await stage.browser.visitor()).newPage();
});
after(async () => {
  await agent?.stop();
  await stage?.stop();
  account?.remove();
  rmSync(directory, { recursive: true, force: true });
});

const press = (name) => local.getByRole('button', { name, exact: true }).click();
const open = (name) => local.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name, exact: true }).click();
const says = (words) => local.locator('.notice').getByText(words).waitFor();
async function signIn(typed = account.password) {
  await local.goto(`${address}settings`);
  await local.getByLabel('User name on this machine').fill(account.name);
  await local.getByLabel('Password').fill(typed);
  await press('Sign in');
}
const command = (...words) => run(program, [...words, `--agent.data=${data}`]);

test('the machine’s page leads to its settings, which are for an administrator', { skip }, async () => {
  await local.goto(address);
  await local.getByRole('link', { name: 'Settings' }).click();
  await local.getByRole('heading', { name: 'Settings of this machine' }).waitFor();
  await checkLooks(local, 'settings-sign-in');
  await signIn('something else');
  await says('That name or password is not right.');
  await local.getByRole('link', { name: 'Cancel' }).click();
  await local.getByRole('heading', { name: 'Remote help' }).waitFor();
  await local.goto(`${address}settings/access`);
  await local.getByRole('heading', { name: 'Settings of this machine' }).waitFor();
  await signIn();
  await local.getByText(`Signed in as ${account.name}`).waitFor();
  await local.getByRole('heading', { level: 1, name: 'Address' }).waitFor();
  await checkLooks(local, 'settings-address');
  assert.match(agent.output(), new RegExp(`settings: ${account.name} signed in`));
  assert.ok(!agent.output().includes(account.password));
});

test('the access list is changed, and the agent takes it at once', { skip }, async () => {
  await open('Access');
  await press('Switch the list on');
  await says('The access list is on.');
  await local.getByLabel('ID or alias').fill('@acme');
  await press('Add');
  await says('@acme is on the list.');
  await local.getByLabel('ID or alias').fill('123 456 789');
  await press('Allow for two hours');
  await local.getByLabel('On the list').getByText('123 456 789').waitFor();
  await checkLooks(local, 'settings-access');
  await eventually(() => agent.output().includes('the access list was changed'), 'the agent said nothing');
  assert.match((await command('access')).stdout, /The access list is on\.\n {2}\*@acme\n {2}123 456 789 \(until /);
  await press('Remove 123 456 789');
  await says('123 456 789 is not on the list any more.');
});

test('a setting is written to the file, and counts after a restart that the page offers', { skip }, async () => {
  await open('Access');
  await local.getByLabel('Seconds to answer').fill('5');
  await press('Save');
  await says('it takes 10 to 600');
  await local.getByLabel('Seconds to answer').fill('25');
  await press('Save');
  await says('Saved.');
  assert.equal(readFileSync(ini, 'utf8'), '[access]\nask_seconds=25\n');
  await local.getByText(`By ${ini}, line 2 · counts after a restart`).waitFor();
  await local.getByText('The agent still runs with what was set before: access.ask_seconds.').waitFor();
  await open('Display');
  await local.getByText("Decided by command line: it can't be changed here").waitFor();
  assert.ok(await local.getByLabel('Which screen is shown').isDisabled());
  await checkLooks(local, 'settings-display');
  const { pid } = agent.child;
  await press('Restart the agent now');
  await local.getByRole('heading', { name: 'The agent restarts' }).waitFor();
  const again = () => [...agent.output().matchAll(/users is (http:\/\/127\.0\.0\.1:\d+\/)/g)];
  await eventually(() => again().length === 2, 'it did not start anew', 20_000);
  address = again()[1][1];
  process.kill(pid, 0); // the same process
  await signIn();
  await open('Access');
  assert.equal(await local.getByText('Changed, and not in use yet').count(), 0);
  await press('Back to the default: Seconds to answer');
  await says('Saved.');
  assert.equal(readFileSync(ini, 'utf8'), '[access]\n');
});

test('profiles and their passwords', { skip }, async () => {
  await open('Profiles');
  await local.locator('summary').filter({ hasText: 'Screen Sharing' }).click();
  const card = local.locator('details.card').filter({ hasText: 'Screen Sharing' });
  await card.getByLabel('read text from the machine').check();
  await checkLooks(local, 'settings-profiles');
  await card.getByRole('button', { name: 'Save', exact: true }).click();
  await says('Saved Screen Sharing.');
  assert.match((await command('profile', 'show', 'Screen Sharing')).stdout, /clipboard_from_device +yes/);
  await open('Unattended access');
  await local.locator('summary').filter({ hasText: 'Unattended Access' }).click();
  const unattended = local.locator('details.card').filter({ hasText: 'Unattended Access' });
  await unattended.getByLabel('New password').fill('seven brown horses');
  await unattended.getByLabel('Once more').fill('seven brown horses');
  await checkLooks(local, 'settings-password');
  await press('Set the password');
  await says('Who knows it comes in with nobody asked.');
  await eventually(() => agent.output().includes('unattended access is on'), 'the agent said nothing');
});

test('a second factor is set up by its code', { skip }, async () => {
  await open('Second factor');
  await press('Set it up');
  await local.getByRole('img', { name: 'QR code for an authenticator app' }).waitFor();
  await checkLooks(local, 'settings-second-factor');
  const key = (await local.locator('code').textContent()).replaceAll(' ', '');
  await local.getByLabel('The code that the app shows now').fill(await authenticator(key)());
  await press('Switch it on');
  await says('The second factor is on.');
  assert.match((await command('second-factor')).stdout, /The second factor is on/);
});

test('connection, and what is locked or hidden', { skip }, async () => {
  await open('Connection');
  await local.getByLabel('Every session goes through the appliance').selectOption('On');
  await press('Save');
  await says('Saved.');
  await checkLooks(local, 'settings-connection');
  writeFileSync(ini, '[settings]\nlocked=on\nhidden=display\n');
  await local.goto(`${address}settings/access`);
  await says(`Nothing can be changed here: the settings of this machine are locked (settings.locked, ${ini}, line 2)`);
  await checkLooks(local, 'settings-locked');
  assert.equal(await local.getByRole('link', { name: 'Display' }).count(), 0);
  assert.equal((await local.goto(`${address}settings/display`)).status(), 404);
  await assert.rejects(command('access', 'off'), /settings\.locked/);
  await assert.rejects(command('settings', 'access.list', 'off'), /settings\.locked/);
  await local.goto(`${address}settings/second-factor`);
  await local.locator('summary').filter({ hasText: 'Take it away' }).click();
  await press('Take it away');
  await says('The second factor is off.');
  await press('Sign out');
  await local.getByLabel('User name on this machine').waitFor();
});
