// Another computer joins the appliance by what the portal shows, is reached, and is removed again.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { seriousFindings } from './support/axe.mjs';
import { leaveByEscape } from './support/focus.mjs';
import { checkLooks } from './support/looks.mjs';
import { waitForPicture } from './support/owner.mjs';
import { canvasPicture, differingPixels, testCard } from './support/pixels.mjs';
import { eventually, start } from './support/process.mjs';
import { startStage } from './support/stage.mjs';

const run = promisify(execFile);
const program = process.env.PROGRAM_UNDER_TEST;
const directory = mkdtempSync(join(tmpdir(), 'gatehouse-machine-'));
const system = join(directory, 'system');
const data = join(system, 'var/lib/gatehouse-agent');
const home = join(directory, 'home');
const notRoot = process.getuid() !== 0 && 'only root installs';
// The appliance's name for other computers, which no name server here knows.
const known = 'reception-desk.example';
let stage, page, agent;

const asCopied = async (button) => {
  await page.getByRole('button', { name: button }).click();
  return page.evaluate(() => navigator.clipboard.readText());
};
// The same, to be run on this computer.
const copied = async (button) => (await asCopied(button)).replaceAll(known, 'localhost');

before(async () => {
  chmodSync(directory, 0o711);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  stage = await startStage({ options: ['--server.listen=0.0.0.0:0', `--server.names=${known}`, '--desktop.enabled=off'] });
  page = stage.page;
});
after(async () => {
  await agent?.stop();
  await stage?.stop();
  rmSync(directory, { recursive: true, force: true });
});

test('the portal makes a token, by keyboard alone, and shows it once', async () => {
  await page.goto(`${stage.appliance.url}/clients`);
  await page.getByRole('link', { name: 'Add machine' }).click();
  await page.getByText('No tokens yet').waitFor();
  await page.getByLabel('What is it for?').focus();
  await page.keyboard.type('Reception');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Token for Reception' }).waitFor();
  await page.getByRole('img', { name: 'QR code of the command' }).waitFor();
  assert.deepEqual(await seriousFindings(page), []);
  await page.getByRole('cell', { name: '1 of 1' }).waitFor();
});

test('opened as localhost, the portal tells other computers a name that is not theirs', async () => {
  const { port } = new URL(stage.appliance.url);
  assert.equal(await page.getByLabel('Address of this appliance').inputValue(), `${known}:${port}`);
  for (const button of ['Copy the command', 'Copy the short command']) {
    const command = await asCopied(button);
    assert.match(command, new RegExp(`--server "${known}:${port}" --token `));
    assert.doesNotMatch(command, /localhost|127\.0\.0\.1/);
  }
  const others = await page.getByLabel('Address of this appliance').locator('option').allTextContents();
  assert.deepEqual(others.filter((server) => /^(localhost|127\.|\[::1\])/.test(server)), []);
  if (others.length === 1) return; // a computer without a network and without a name
  await page.getByLabel('Address of this appliance').selectOption(others[1]);
  assert.ok((await asCopied('Copy the command')).includes(`"https://${others[1]}/download/`));
  await page.getByLabel('Address of this appliance').selectOption(others[0]);
});

test('where the appliance listens for nobody else, the page says so and what to do', async () => {
  const answer = async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), servers: [] } });
  };
  const other = await stage.visitor.newPage();
  await other.route('**/api/v1/program', answer);
  await other.goto(`${stage.appliance.url}/clients/add`);
  await other.getByLabel('What is it for?').fill('Elsewhere');
  await other.getByRole('button', { name: 'Make token' }).click();
  await other.getByText('Other computers can’t reach this appliance').waitFor();
  await other.getByText('server.listen=0.0.0.0:8443').waitFor();
  await other.getByRole('button', { name: 'Copy the token' }).waitFor();
  assert.equal(await other.getByRole('button', { name: 'Copy the command' }).count(), 0);
  await checkLooks(other, 'add-machine-unreachable');
  await other.getByRole('button', { name: 'Revoke the token for Elsewhere' }).click();
  await other.getByRole('button', { name: 'Revoke', exact: true }).last().click();
  await other.getByRole('row').filter({ hasText: 'Elsewhere' }).getByText('Revoked').waitFor();
  await other.close();
});

test('the line that is shown fetches, checks and installs the program, which adds the machine', { skip: notRoot }, async () => {
  const command = await copied('Copy the command');
  // All of it, into a system that does not run: nothing of this one is touched.
  const line = command.replace('/gatehouse install ', `/gatehouse install --root=${system} `);
  assert.notEqual(line, command);
  const { stdout } = await run('dash', ['-c', line], { env: { ...process.env, TMPDIR: directory } });
  assert.match(stdout, /Fetching Gatehouse from localhost:\d+\n.*gatehouse: OK\n/s);
  assert.match(stdout, /Enrolled: ID \d[\d ]{9,12} at localhost/);
  assert.deepEqual(readdirSync(directory).filter((name) => name.startsWith('tmp.')), []); // nothing is left of the fetching
  await page.getByText('Used up', { exact: true }).waitFor();
});

test('a program that is not the one the portal knows is not run', { skip: notRoot }, async () => {
  const command = await copied('Copy the command');
  const line = command.replace(/echo "[0-9a-f]{8}/, 'echo "00000000').replace('install ', `install --root=${system} `);
  await assert.rejects(run('dash', ['-c', line], { env: { ...process.env, TMPDIR: directory } }), (error) => {
    assert.match(error.stdout, /gatehouse: FAILED/);
    assert.doesNotMatch(error.stdout, /Program:/);
    return true;
  });
  const other = command.replace('$(uname -m) in', 's390x in');
  await assert.rejects(run('dash', ['-c', other]), (error) => /is for linux-/.test(error.stdout));
});

test('what was installed is reached, and Connect shows its screen', async () => {
  if (notRoot) {
    const words = (await copied('Copy the short command')).replace('sudo gatehouse install', 'enroll').replaceAll('"', '').split(' ');
    await run(program, [...words, `--data=${data}`]);
  }
  agent = start(program, ['agent', `--agent.data=${data}`, '--desktop.capture=test_card']);
  await page.getByRole('link', { name: 'All clients' }).click();
  await page.getByRole('link', { name: /^Connect to / }).click();
  await waitForPicture(page);
  const card = testCard(1280, 800);
  await eventually(async () => differingPixels(await canvasPicture(page), card) === 0, 'its test card never came');
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await page.getByRole('heading', { name: 'You left the session' }).waitFor();
});

test('a reload shows the token no more', async () => {
  await page.goto(`${stage.appliance.url}/clients/add`);
  await page.getByRole('cell', { name: 'Reception' }).waitFor();
  assert.equal(await page.getByRole('heading', { name: 'Token for Reception' }).count(), 0);
});

test('a token is revoked', async () => {
  await page.getByLabel('What is it for?').fill('Nobody');
  await page.getByRole('button', { name: 'Make token' }).click();
  await page.getByRole('button', { name: 'Revoke the token for Nobody' }).click();
  await page.getByRole('button', { name: 'Revoke', exact: true }).last().click();
  await page.getByRole('row').filter({ hasText: 'Nobody' }).getByText('Revoked').waitFor();
});

test('the portable line needs no root; its machine has a number, says so, and goes with the window', async () => {
  await page.getByRole('button', { name: 'Make another' }).click();
  await page.getByLabel('What is it for?').fill('Visitor');
  await page.getByRole('button', { name: 'Make token' }).click();
  await page.getByText('Portable', { exact: true }).click();
  await page.getByText('no root, nothing installed').waitFor();
  await page.getByRole('img', { name: 'QR code of the command' }).waitFor();
  await checkLooks(page, 'add-machine-portable');
  const line = (await copied('Copy the command')).replace('agent --portable', 'agent --portable --desktop.capture=test_card');
  mkdirSync(home, { mode: 0o700 });
  // A terminal window of somebody who is not root: a session of its own.
  const before = ['setsid', ...(notRoot ? [] : ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'])];
  if (!notRoot) chownSync(home, 65534, 65534);
  const words = [...before, 'dash', '-c', line];
  const window = start(words[0], words.slice(1), { env: { HOME: home, TMPDIR: home, XDG_DATA_HOME: '' } });
  const said = await eventually(() => /This machine's address is ([\d ]+)\./.exec(window.output()), `no address: ${window.output()}`);
  await page.goto(`${stage.appliance.url}/clients/${said[1].replaceAll(' ', '')}`);
  await page.getByText('Portable', { exact: true }).waitFor();
  await page.getByText('Portable: not installed, so it has no alias').waitFor();
  await checkLooks(page, 'client-portable');
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('textbox', { name: 'Alias' }).waitFor();
  assert.equal(await page.getByRole('textbox', { name: 'Alias' }).isDisabled(), true);
  assert.deepEqual(await seriousFindings(page), []);
  await leaveByEscape(page.getByRole('dialog'));
  process.kill(-window.child.pid, 'SIGINT'); // as Ctrl-C does
  await window.exited;
  await page.getByText('Offline', { exact: true }).waitFor();
  assert.deepEqual(readdirSync(home).filter((name) => name.startsWith('tmp.')), []);
  await page.goto(`${stage.appliance.url}/clients`);
  await page.getByText('Portable', { exact: true }).waitFor();
});

test('a machine is removed after a question, and is cut off', async () => {
  await page.goto(`${stage.appliance.url}/clients`);
  await page.getByLabel('State', { exact: true }).selectOption('Online only');
  await page.getByText('Portable', { exact: true }).waitFor({ state: 'detached' });
  await page.getByRole('table', { name: 'Machines' }).getByRole('link').first().click();
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog').waitFor();
  assert.deepEqual(await seriousFindings(page), []);
  const typed = page.getByRole('dialog').getByLabel(/^Type .+ to confirm$/);
  await typed.fill('something else');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText(/^This is not “/).waitFor();
  await typed.fill(await page.getByRole('heading', { level: 1 }).textContent());
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Reset' }).click(); // the list is back as it was: “Online only”
  await page.getByText('Portable', { exact: true }).waitFor(); // the only one left
  await eventually(() => agent.output().includes('does not know this machine'), 'the agent was not told');
});

test('no fault, no refused policy, no request to anybody else', () => assert.deepEqual(stage.browser.complaints, []));
