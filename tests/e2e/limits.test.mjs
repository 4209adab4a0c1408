// A machine whose own settings allow a look and nothing else, whatever the portal says.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { connectToThisMachine } from './support/owner.mjs';
import { canvasPicture, differingPixels, testCard } from './support/pixels.mjs';
import { eventually, sleep } from './support/process.mjs';
import { startStage } from './support/stage.mjs';

let stage;

before(async () => {
  stage = await startStage({ options: ['--desktop.capture=test_card', '--agent.permissions=view_screen'] });
});
after(() => stage?.stop());

test('a machine that only shows itself takes no input, and the viewer says so', async () => {
  const { appliance, browser, page } = stage;
  await connectToThisMachine(page, appliance);
  const card = testCard(1280, 800);
  const untouched = async () => differingPixels(await canvasPicture(page), card) === 0;
  await eventually(untouched, 'the card never was what the formula says');
  await page.getByRole('application').click();
  await page.keyboard.press('a');
  await sleep(500);
  assert.ok(await untouched());
  const viewOnly = page.getByRole('button', { name: 'View only' });
  assert.equal(await viewOnly.getAttribute('aria-pressed'), 'true');
  assert.equal(await viewOnly.getAttribute('aria-disabled'), 'true');
  await page.getByRole('button', { name: 'Keys' }).click();
  await page.getByText('Keys are not sent: the machine does not let you use the keyboard.').waitFor();
  assert.deepEqual(browser.complaints, []);
});
