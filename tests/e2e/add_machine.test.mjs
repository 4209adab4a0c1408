// Another computer joins the appliance by what the portal shows, is reached, and is removed again.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { seriousFindings } from './support/axe.mjs';
import { waitForPicture } from './support/owner.mjs';
import { canvasPicture, differingPixels, testCard } from './support/pixels.mjs';
import { eventually, start } from './support/process.mjs';
import { startStage } from './support/stage.mjs';

const run = promisify(execFile);
const program = process.env.PROGRAM_UNDER_TEST;
const directory = mkdtempSync(join(tmpdir(), 'gatehouse-machine-'));
const data = join(directory, 'machine');
let stage, page, agent;

before(async () => {
  stage = await startStage({ options: ['--desktop.enabled=off'] });
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

test('the command that is copied adds the machine, and Connect shows its screen', async () => {
  await page.getByRole('button', { name: 'Copy the command' }).click();
  const command = await page.evaluate(() => navigator.clipboard.readText());
  const parts = /^gatehouse (enroll --server localhost:\d+ --token \S+) && gatehouse agent$/.exec(command);
  assert.ok(parts, command.replace(/--token \S+/, '--token …'));
  const { stdout } = await run(program, [...parts[1].split(' '), `--data=${data}`]);
  assert.match(stdout, /Its ID is \d{9,10}\./);
  await page.getByText('Used up', { exact: true }).waitFor();
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
  await page.getByRole('cell', { name: 'Revoked' }).waitFor();
});

test('a machine is removed after a question, and is cut off', async () => {
  await page.goto(`${stage.appliance.url}/clients`);
  await page.getByRole('table', { name: 'Machines' }).getByRole('link').first().click();
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog').waitFor();
  assert.deepEqual(await seriousFindings(page), []);
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText('No machines yet').waitFor();
  await eventually(() => agent.output().includes('does not know this machine'), 'the agent was not told');
});

test('no fault, no refused policy, no request to anybody else', () => assert.deepEqual(stage.browser.complaints, []));
