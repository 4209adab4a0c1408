// The list of machines: what is chosen is in the address, holds together, and is the same for who follows the link.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { tabOnTo } from './support/focus.mjs';
import { checkLooks } from './support/looks.mjs';
import { eventually, sleep, start } from './support/process.mjs';
import { startStage } from './support/stage.mjs';

const run = promisify(execFile);
const program = process.env.PROGRAM_UNDER_TEST;
const directory = mkdtempSync(join(tmpdir(), 'gatehouse-list-'));
let stage, page, here, agent;

// The ID of a machine that has joined and is not here.
async function enrol(name) {
  await page.goto(`${stage.appliance.url}/clients/add`);
  await page.getByLabel('What is it for?').fill(name);
  await page.getByRole('button', { name: 'Make token' }).click();
  const token = await page.getByText(/^[\w-]{43}\.[\w-]{43}$/).textContent();
  const server = new URL(stage.appliance.url).host;
  const { stdout } = await run(program, ['enroll', '--server', server, '--token', token, `--data=${join(directory, name)}`]);
  return /Its ID is (\d+)\./.exec(stdout)[1];
}

const ids = {};
before(async () => {
  stage = await startStage({ options: ['--desktop.enabled=off'] });
  page = stage.page;
  for (const name of ['never', 'gone', 'here']) {
    ids[name] = await enrol(name);
    await sleep(1000); // the list is in the order in which they came, to the second
  }
  for (const name of ['gone', 'here']) {
    agent = start(program, ['agent', `--agent.data=${join(directory, name)}`, '--desktop.capture=test_card', '--agent.page=off']);
    await page.goto(`${stage.appliance.url}/clients/${ids[name]}`);
    await page.getByText('Online', { exact: true }).waitFor();
    if (name === 'gone') await agent.stop();
  }
  here = `${stage.appliance.url}/clients`;
});
after(async () => {
  await agent?.stop();
  await stage?.stop();
  rmSync(directory, { recursive: true, force: true });
});

const rows = async () =>
  (await page.getByRole('table', { name: 'Machines' }).getByRole('link', { name: /^(?!Connect)/ }).evaluateAll((links) => links.map((link) => link.href.split('/').pop())));
const shows = (names) =>
  eventually(async () => JSON.stringify(await rows()) === JSON.stringify(names.map((name) => ids[name])), `not just ${names}`);
const select = (label, option) => page.getByLabel(label, { exact: true }).selectOption(option);

test('machines are listed by when they were last seen, those online first', async () => {
  await page.goto(here);
  await select('Order', 'Last seen first');
  await page.waitForURL(`${here}?sort=seen`);
  await shows(['here', 'gone', 'never']);
  await checkLooks(page, 'client-list');
});

test('each fact has a column of its own, and the usual ones fit', async () => {
  const columns = () => page.getByRole('columnheader').allTextContents();
  assert.deepEqual(await columns(), ['', 'Name', 'ID', 'Alias', 'State', 'Version', 'Platform', 'Last seen', 'Actions']);
  const me = await (await page.request.get(`${stage.appliance.url}/api/v1/me`)).json();
  const changed = await page.request.patch(`${stage.appliance.url}/api/v1/clients/${ids.here}`, {
    data: { alias: 'a-machine-with-a-rather-long-name@ad', tags: ['Berlin', 'Ground floor', 'Till', 'Second till', 'Windows'] },
    headers: { origin: stage.appliance.url, 'x-csrf-token': me.csrf_token },
  });
  assert.equal(changed.status(), 200);
  const row = page.getByRole('row').filter({ hasText: 'a-machine-with-a-rather-long-name@ad' });
  await row.getByText('Online', { exact: true }).waitFor();
  const digits = (await row.getByRole('cell').nth(2).textContent()).replace(/\s/g, '');
  assert.equal(digits, ids.here);
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(wider <= 0, `${wider} px too wide at ${width}`);
    const cut = await page.getByRole('table').evaluate((table) => table.scrollWidth - table.parentElement.clientWidth);
    assert.ok(cut <= 0, `the table is ${cut} px wider than its card at ${width}`);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await checkLooks(page, 'client-list-alias');
});

test('what is chosen holds together and is in the address', async () => {
  await select('State', 'Offline only');
  await shows(['gone', 'never']);
  await select('Platform', { index: 1 });
  await page.getByLabel('Search by name, address, comment or tag').fill(ids.gone.slice(0, 7));
  await page.waitForURL(/search=\d{7}/);
  const { searchParams } = new URL(page.url());
  assert.deepEqual([...searchParams.keys()].sort(), ['platform', 'search', 'sort', 'state']);
  await shows(['gone']);
  await checkLooks(page, 'client-list-filtered');
  // The same for who follows the link, and back.
  await page.goto('about:blank');
  await page.goBack();
  await shows(['gone']);
  assert.equal(await page.getByLabel('State', { exact: true }).inputValue(), 'offline');
  assert.equal(await page.getByLabel('Search by name, address, comment or tag').inputValue(), ids.gone.slice(0, 7));
});

test('nothing found says so, and one press shows all again', async () => {
  await page.getByText('Help requested only').click();
  await page.getByText('Only machines with a new key').click();
  await page.waitForURL((url) => url.searchParams.get('help') === 'requested' && url.searchParams.get('key') === 'changed');
  await page.getByText('No machine is like that now').waitFor();
  await checkLooks(page, 'client-list-none');
  await page.getByRole('button', { name: 'Show all machines' }).click();
  await shows(['here', 'gone', 'never']);
  await page.waitForURL(`${here}?sort=seen`);
  assert.equal(await page.getByLabel('Search by name, address, comment or tag').inputValue(), '');
});

test('a machine that goes leaves the list of those online by itself', async () => {
  await page.goto(`${here}?state=online`);
  await shows(['here']);
  await agent.stop();
  await page.getByText('No machine is like that now').waitFor();
});

test('the navigation’s link shows the whole list, whatever was chosen', async () => {
  await page.goto(`${here}?state=offline&search=nobody`);
  await page.getByText('No machine is like that now').waitFor();
  await page.getByRole('navigation').getByRole('link', { name: 'Clients' }).click();
  await page.waitForURL(here);
  await page.getByRole('table', { name: 'Machines' }).getByRole('row').nth(3).waitFor();
  assert.equal(await page.getByLabel('Search by name, address, comment or tag').inputValue(), '');
});

test('several machines are selected and removed together, without a mouse', async () => {
  await page.goto(here);
  await shows(['here', 'gone', 'never']);
  const box = (name) => page.getByRole('checkbox', { name, exact: true });
  const all = box('Select all machines that are shown');
  await tabOnTo(page, all, 'the box for all');
  await page.keyboard.press('Space');
  await page.getByText('3 machines selected').waitFor();
  await checkLooks(page, 'client-list-selected');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.getByText('2 machines selected').waitFor();
  assert.ok(await all.evaluate((element) => element.indeterminate));
  // One of them is gone already: that is told, and stops nothing.
  await page.route(`**/api/v1/clients/${ids.gone}`, (route) =>
    route.request().method() === 'DELETE'
      ? route.fulfill({ status: 404, contentType: 'application/problem+json', body: '{"status":404,"code":"no_such_client","detail":"There is no such machine."}' })
      : route.continue());
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await checkLooks(page, 'client-list-remove', ['phone']);
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByText('This is not “2”.').waitFor();
  await page.getByLabel('Type 2 to confirm').fill('2');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByText('1 machine has been removed.').waitFor();
  await page.getByText('1 machine was not removed').waitFor();
  await page.getByText('There is no such machine.').waitFor();
  await shows(['here', 'gone']);
  await checkLooks(page, 'client-list-not-removed');
  await page.goto(`${stage.appliance.url}/audit`);
  await page.getByRole('row').filter({ hasText: 'Machine removed' }).filter({ hasText: ids.never }).waitFor();
});

test('no fault, no refused policy, no request to anybody else', () => assert.deepEqual(stage.browser.complaints, []));
