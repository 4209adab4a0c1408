// Somebody at a machine asks for help on the machine's own page; the portal shows it at once; somebody connects.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { seriousFindings } from './support/axe.mjs';
import { checkLooks } from './support/looks.mjs';
import { waitForPicture } from './support/owner.mjs';
import { eventually, start } from './support/process.mjs';
import { startStage } from './support/stage.mjs';

const run = promisify(execFile);
const program = process.env.PROGRAM_UNDER_TEST;
const directory = mkdtempSync(join(tmpdir(), 'gatehouse-help-'));
const data = join(directory, 'machine');
const within = { timeout: 25_000 }; // five seconds, and five times as long on a busy computer
let stage, page, local, agent, address, id;

before(async () => {
  stage = await startStage({ options: ['--desktop.enabled=off'] });
  page = stage.page;
  await page.goto(`${stage.appliance.url}/clients/add`);
  await page.getByLabel('What is it for?').fill('Help');
  await page.getByRole('button', { name: 'Make token' }).click();
  const token = await page.getByText(/^[\w-]{43}\.[\w-]{43}$/).textContent();
  const server = new URL(stage.appliance.url).host;
  const { stdout } = await run(program, ['enroll', '--server', server, '--token', token, `--data=${data}`]);
  id = /Its ID is (\d+)\./.exec(stdout)[1];
  agent = start(program, ['agent', `--agent.data=${data}`, '--desktop.capture=test_card', '--agent.page=127.0.0.1:0', '--agent.help_button=Fernhilfe starten']);
  address = (await eventually(() => /users is (http:\/\/127\.0\.0\.1:\d+\/)/.exec(agent.output()), 'no page'))[1];
  await page.goto(`${stage.appliance.url}/clients`);
  await page.getByText('Online', { exact: true }).waitFor();
});
after(async () => {
  await agent?.stop();
  await stage?.stop();
  rmSync(directory, { recursive: true, force: true });
});

const ask = async (words) => {
  await local.getByLabel('What is it about? (may stay empty)').fill(words);
  await local.getByRole('button', { name: 'Fernhilfe starten' }).click();
  await local.locator('#state').getByText('The support staff can see it.').waitFor(within);
};

test('the machine’s page shows its address and that it is connected', async () => {
  local = await stage.visitor.newPage();
  await local.goto(address);
  await local.locator('#state').getByText(id.replace(/\B(?=(\d{3})+$)/g, ' '), { exact: true }).waitFor();
  await local.locator('#state').getByText(`Connected to ${new URL(stage.appliance.url).host}`).waitFor(within);
  await checkLooks(local, 'local-page');
});

test('help that is asked for there is on every page of the portal within seconds', async () => {
  assert.equal(await page.title(), 'Clients · Gatehouse');
  await ask('The printer <b>smokes</b>');
  await checkLooks(local, 'local-page-asked');
  // The page was open all the time.
  await page.getByRole('table', { name: 'Machines' }).getByText('Help requested', { exact: true }).waitFor(within);
  await eventually(async () => (await page.title()) === '(1) Clients · Gatehouse', 'the title does not say so', within.timeout);
  await page.getByRole('navigation').getByText('Help is requested at 1 machine').waitFor();
  await checkLooks(page, 'clients-help');
  await page.getByText('Help requested only').click();
  await page.waitForURL(/help=requested/);
  assert.equal(await page.getByRole('table', { name: 'Machines' }).getByRole('row').count(), 2);
  await page.goto(stage.appliance.url);
  await page.getByText('asks for help: “The printer <b>smokes</b>”').waitFor();
  await checkLooks(page, 'dashboard-help');
  await page.getByRole('link', { name: /^Take a look: .*asks for help/ }).click();
  await page.getByRole('heading', { name: 'Help requested' }).waitFor();
  await page.getByText('The printer <b>smokes</b>').waitFor();
  await checkLooks(page, 'client-help');
});

test('dismissed in the portal, it is over at the machine; asked again, Connect answers it', async () => {
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await page.getByRole('heading', { name: 'Help requested' }).waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1');
  await local.locator('#state').getByText('Your request was answered or closed').waitFor(within);
  await ask('');
  await page.getByRole('heading', { name: 'Help requested' }).waitFor(within);
  await page.getByRole('link', { name: /^Connect to / }).last().click();
  await waitForPicture(page);
  await local.locator('#state').getByText('Someone is connecting to this machine').waitFor(within);
  await checkLooks(local, 'local-page-visited');
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await page.getByRole('heading', { name: 'You left the session' }).waitFor();
  await page.goto(`${stage.appliance.url}/clients/${id}`);
  await page.getByRole('heading', { name: 'About this machine' }).waitFor();
  assert.equal(await page.getByRole('heading', { name: 'Help requested' }).count(), 0);
});

test('what is being typed stays while the page learns news, and no connection is said', async () => {
  await local.getByLabel('What is it about? (may stay empty)').fill('half a sen');
  await stage.appliance.end();
  await local.locator('#state').getByText('Not connected to').waitFor();
  assert.equal(await local.getByLabel('What is it about? (may stay empty)').inputValue(), 'half a sen');
  await local.getByRole('button', { name: 'Fernhilfe starten' }).click();
  await local.locator('#state').getByText('it is told as soon as it is').waitFor(within);
  assert.deepEqual(await seriousFindings(local), []);
  await checkLooks(local, 'local-page-offline');
  await stage.appliance.start();
  await local.locator('#state').getByText('The support staff can see it.').waitFor();
  await local.getByRole('button', { name: 'Withdraw' }).click();
  await local.getByRole('button', { name: 'Fernhilfe starten' }).waitFor();
});

test('no other page may show it or press its button', async () => {
  const foreign = await stage.visitor.newPage();
  await foreign.goto(`${stage.appliance.url}/healthz`);
  const refused = await foreign.evaluate(
    (url) => fetch(`${url}help`, { method: 'POST', mode: 'no-cors', body: new URLSearchParams({ action: 'ask' }) }).then(() => 'sent', () => 'blocked'),
    address,
  );
  assert.ok(['sent', 'blocked'].includes(refused));
  await local.reload();
  await local.getByRole('button', { name: 'Fernhilfe starten' }).waitFor(); // nothing was asked
  const answer = await foreign.request.get(address);
  assert.match(answer.headers()['content-security-policy'], /frame-ancestors 'none'/);
  await foreign.close();
});
