// Why somebody connects, what colleagues note about it afterwards, and taking it all home.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { checkLooks } from './support/looks.mjs';
import { waitForPicture } from './support/owner.mjs';
import { startStage } from './support/stage.mjs';

let stage, page, sessionPath;

before(async () => {
  stage = await startStage();
  page = stage.page;
});
after(() => stage?.stop());

test('the organization wants a reason', async () => {
  await page.goto(`${stage.appliance.url}/organization`);
  const general = page.getByRole('region', { name: 'General' });
  await general.getByRole('button', { name: 'Edit' }).click();
  await page.getByText('Ask for a reason before each session').click();
  await page.getByLabel('Keep sessions for').selectOption('90 days');
  await general.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  await page.reload();
  await general.getByRole('button', { name: 'Edit' }).click();
  assert.ok(await page.getByRole('switch', { name: 'Ask for a reason before each session' }).isChecked());
  assert.equal(await page.getByLabel('Keep sessions for').inputValue(), '90');
});

test('who connects says why, and is not let in without', async () => {
  await page.goto(stage.appliance.url);
  await page.getByRole('link', { name: /^Connect to / }).click();
  await page.getByRole('heading', { name: /^Why do you connect to / }).waitFor();
  await checkLooks(page, 'reason');
  await page.getByRole('button', { name: 'Connect' }).click();
  await page.getByText('Say in a few words').waitFor();
  await page.getByRole('textbox', { name: 'Reason' }).fill('Ticket 4711: printer');
  await page.keyboard.press('Enter');
  await waitForPicture(page);
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await page.getByRole('button', { name: 'Reconnect' }).click(); // asked once a visit
  await waitForPicture(page);
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await page.getByRole('button', { name: 'Reconnect' }).waitFor();
});

test('a comment is written, changed and kept', async () => {
  await page.goto(`${stage.appliance.url}/sessions?search=4711`);
  await page.getByRole('table').getByRole('link').filter({ hasText: /\d/ }).first().waitFor();
  assert.equal(await page.getByRole('table').getByText('Ended', { exact: true }).count(), 2);
  await page.goto(`${stage.appliance.url}/sessions`);
  const { items } = await (await page.request.get(`${stage.appliance.url}/api/v1/sessions`)).json();
  sessionPath = `/sessions/${items[0].id}`;
  await page.goto(stage.appliance.url + sessionPath);
  await page.getByText('Ticket 4711: printer').waitFor();
  for (const [button, text] of [['Add comment', 'Toner ordered\nComes on Monday'], ['Edit comment', '<b>Toner</b> is here']]) {
    await page.getByRole('button', { name: button }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Comment' }).fill(text);
    await checkLooks(page, 'comment');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  }
  await page.getByText('<b>Toner</b> is here').waitFor();
  await page.getByRole('button', { name: 'Show earlier comments' }).click();
  await page.getByText('Comes on Monday').waitFor();
});

test('what somebody typed survives that a colleague was quicker', async () => {
  await page.getByRole('button', { name: 'Edit comment' }).click();
  const field = page.getByRole('dialog').getByRole('textbox', { name: 'Comment' });
  await field.fill('Mine');
  const me = await (await page.request.get(`${stage.appliance.url}/api/v1/me`)).json();
  const changed = await page.request.patch(`${stage.appliance.url}/api/v1${sessionPath}`, {
    data: { comment: 'Theirs' },
    headers: { origin: stage.appliance.url, 'x-csrf-token': me.csrf_token },
  });
  assert.equal(changed.status(), 200);
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByRole('dialog').getByRole('alert').waitFor();
  assert.equal(await field.inputValue(), 'Mine');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByText('Mine', { exact: true }).first().waitFor();
});

const fact = (name) => page.locator('dt', { hasText: name }).locator('xpath=following-sibling::dd').innerText();
test('its page says what was allowed, by which profile, and by what right', async () => {
  await page.goto(stage.appliance.url + sessionPath);
  await page.getByText('Profile used').waitFor();
  assert.equal(await fact('Profile used'), 'Default');
  assert.equal(await fact('Permissions granted'), 'Everything that this version can do');
  assert.equal(await fact('How authorized'), 'By the right to see clients and connect: role Owner, role User');
  // One from before that was recorded.
  await page.route(/\/api\/v1\/sessions\/\d+$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), profile: null, granted_permissions: null, authorization: null } });
  });
  await page.reload();
  await page.getByText('Permissions offered').waitFor();
  for (const name of ['Profile used', 'Permissions granted', 'How authorized']) assert.equal(await fact(name), 'Not recorded');
  await checkLooks(page, 'session-not-recorded');
  await page.unroute(/\/api\/v1\/sessions\/\d+$/);
});

test('sessions are narrowed by how they were authorized, and columns tell of it', async () => {
  await page.goto(`${stage.appliance.url}/sessions`);
  const way = page.getByLabel('How authorized', { exact: true });
  await way.selectOption('By an API token');
  await page.waitForURL(/authorized=api_token/);
  await page.getByText('No session matches').waitFor();
  await way.selectOption('By a right');
  await page.getByRole('table').getByText('Ines Owner').first().waitFor();
  await page.getByRole('button', { name: 'Columns' }).click();
  for (const name of ['Profile used', 'How authorized']) await page.getByRole('menuitem', { name, exact: true }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('columnheader', { name: 'How authorized' }).waitFor();
  await page.getByRole('cell', { name: 'Default', exact: true }).first().waitFor();
  await page.getByRole('cell', { name: 'By a right', exact: true }).first().waitFor();
  await checkLooks(page, 'sessions-authorized');
});

test('sessions are taken home as CSV and JSON', async () => {
  await page.goto(`${stage.appliance.url}/sessions?search=4711`);
  for (const [label, check] of [
    ['For a spreadsheet (CSV)', (text) => assert.match(text, /"Ticket 4711: printer"/)],
    ['For programs (JSON)', (text) => assert.equal(JSON.parse(text).length, 2)],
  ]) {
    await page.getByRole('button', { name: 'Export' }).click();
    const started = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: label }).click();
    check(await readFile(await (await started).path(), 'utf8'));
  }
});

test('these pages look right', async () => {
  for (const [path, name] of [[sessionPath, 'session'], ['/sessions', 'sessions'], ['/sessions?search=nothing', 'sessions-none'], ['/organization', 'organization']]) {
    await page.goto(stage.appliance.url + path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    if (name === 'session') await page.getByRole('button', { name: 'Show earlier comments' }).click();
    await checkLooks(page, name);
    await page.setViewportSize({ width: 390, height: 844 });
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(wider <= 0, `${path} is ${wider} px too wide`);
    await page.setViewportSize({ width: 1440, height: 900 });
  }
});
