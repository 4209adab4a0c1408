// What was going on lately, as charts and as a table.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkLooks } from './support/looks.mjs';
import { waitForPicture } from './support/owner.mjs';
import { startStage } from './support/stage.mjs';

let stage, page;

before(async () => {
  stage = await startStage();
  page = stage.page;
});
after(() => stage?.stop());

test('a session is in the chart of its day', async () => {
  await page.goto(stage.appliance.url);
  const card = page.getByRole('region', { name: 'The last 30 days' });
  await card.getByText('0 sessions, at most 0 a day').waitFor();
  await page.getByRole('link', { name: /^Connect to / }).click();
  await waitForPicture(page);
  await page.goto(stage.appliance.url);
  await card.getByText('1 session, at most 1 a day').waitFor();
  await card.getByRole('figure', { name: /^Machines online/ }).waitFor();
  await checkLooks(page, 'dashboard-charts');
});

test('who can’t see the chart reads the table', async () => {
  const asTable = page.getByRole('button', { name: 'As a table' });
  await asTable.focus();
  await page.keyboard.press('Enter');
  const table = page.getByRole('table', { name: 'The last 30 days' });
  const rows = table.getByRole('row');
  assert.equal(await rows.count(), 31);
  assert.deepEqual((await rows.nth(1).getByRole('cell').allTextContents()).slice(1), ['1', '1']);
  assert.deepEqual((await rows.nth(30).getByRole('cell').allTextContents()).slice(1), ['0', 'Not known']);
  await checkLooks(page, 'dashboard-table');
});
