// The keys that this browser remembers: shown on the profile page, and forgotten there.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkLooks } from './support/looks.mjs';
import { connectToThisMachine } from './support/owner.mjs';
import { startStage } from './support/stage.mjs';

let stage, page;

before(async () => {
  stage = await startStage({ options: ['--desktop.capture=test_card'] });
  page = stage.page;
});
after(() => stage?.stop());

const card = () => page.getByRole('table', { name: 'Known keys in this browser' });

test('a browser that has seen no machine says so', async () => {
  await page.goto(`${stage.appliance.url}/profile`);
  await page.getByRole('heading', { name: 'Known keys in this browser' }).waitFor();
  await page.getByText('No keys yet').waitFor();
  await checkLooks(page, 'known-keys-none');
});

test('a machine’s key is there after the first session, by name and fingerprint', async () => {
  const viewer = await stage.visitor.newPage();
  await connectToThisMachine(viewer, stage.appliance);
  const id = new URL(viewer.url()).pathname.split('/').pop();
  await viewer.close();
  await card().getByRole('row').nth(1).waitFor(); // the page was open all the time
  const { name, device_key_fingerprint: fingerprint } = await (await page.request.get(`${stage.appliance.url}/api/v1/clients/${id}`)).json();
  await card().getByRole('link', { name, exact: true }).waitFor();
  await card().getByText(id.replace(/\B(?=(\d{3})+$)/g, '\u00a0'), { exact: true }).waitFor(); // others may have this name
  assert.equal((await card().locator('code').textContent()).trim(), fingerprint);
  await checkLooks(page, 'known-keys');
});

test('a key is forgotten after a question, and the machine is met anew', async () => {
  await card().getByRole('button', { name: /^Forget the key of/ }).click();
  await page.getByRole('dialog').getByText(/takes the key that the appliance names/).waitFor();
  await checkLooks(page, 'known-keys-forget', ['phone']);
  await page.getByRole('dialog').getByRole('button', { name: 'Forget' }).click();
  await page.getByText('No keys yet').waitFor();
  assert.equal(await page.evaluate(() => Object.keys(localStorage).filter((item) => item.startsWith('gatehouse.key.')).length), 0);
});

test('no fault, no refused policy, no request to anybody else', () => assert.deepEqual(stage.browser.complaints, []));
