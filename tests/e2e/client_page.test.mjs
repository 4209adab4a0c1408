// A machine's page tells what is going on there, by itself.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkLooks } from './support/looks.mjs';
import { connectToThisMachine } from './support/owner.mjs';
import { startStage } from './support/stage.mjs';

let stage, page, viewer;

before(async () => {
  stage = await startStage({ options: ['--desktop.capture=test_card'] });
  page = stage.page;
});
after(() => stage?.stop());

const fact = (name) => page.locator('dl div').filter({ has: page.locator('dt', { hasText: name }) }).locator('dd');

test('what encodes is told while somebody watches, on the machine’s page and the session’s', async () => {
  viewer = await stage.visitor.newPage();
  await connectToThisMachine(viewer, stage.appliance);
  const id = new URL(viewer.url()).pathname.split('/').pop();
  await page.goto(`${stage.appliance.url}/clients/${id}`);
  await fact('Captured by').getByText('test card').waitFor();
  await fact('Encoded now with').getByText(/^(Tight|ZRLE)/).waitFor();
  await checkLooks(page, 'client-page');
  const words = await fact('Encoded now with').textContent();
  await page.goto(`${stage.appliance.url}/sessions`);
  await page.getByRole('table', { name: 'Sessions' }).getByRole('link', { name: 'Ines Owner' }).first().click();
  assert.equal(await fact('Encoded now with').textContent(), words);
  await checkLooks(page, 'session-page');
  await page.goto(`${stage.appliance.url}/clients/${id}`);
  await fact('Encoded now with').getByText(words).waitFor();
});

test('nothing does when nobody watches', async () => {
  await viewer.getByRole('button', { name: 'Disconnect' }).click();
  await fact('Encoded now with').getByText('Nothing: no session is open').waitFor(); // the page was open all the time
});

test('no fault, no refused policy, no request to anybody else', () => assert.deepEqual(stage.browser.complaints, []));
