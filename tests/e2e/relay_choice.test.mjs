// The browser's side of relays: the shortest way is taken and named, and the appliance is there when it breaks.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { leaveByEscape } from './support/focus.mjs';
import { waitForPicture } from './support/owner.mjs';
import { eventually } from './support/process.mjs';
import { startRelay } from './support/relay.mjs';
import { startStage } from './support/stage.mjs';
import { seriousFindings } from './support/axe.mjs';

let stage, page, relay, address;

before(async () => {
  // A page that was changed on its way counts as one from the internet, which may not reach this machine.
  stage = await startStage({ args: ['--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets'] });
  page = stage.page;
  const api = async (path) => (await page.request.get(`${stage.appliance.url}/api/v1/${path}`)).json();
  const machine = await eventually(async () => (await api('clients')).items.find(({ online }) => online), 'no machine came');
  address = `${stage.appliance.url}/connect/${machine.id}`;
  relay = await startRelay(stage.visitor, stage.appliance);
  await relay.offer(page);
});
after(async () => {
  await relay?.stop();
  await stage?.stop();
});

async function way() {
  await page.getByRole('button', { name: 'Connection', exact: true }).click();
  const panel = page.getByRole('dialog', { name: 'Connection' });
  const words = await panel.getByRole('heading', { name: /^Through/ }).textContent();
  assert.deepEqual(await seriousFindings(page), []);
  await leaveByEscape(panel);
  return words;
}

test('a session goes by the relay that is the shortest way, which the page says', async () => {
  // What answers too late is not waited for, which happens on a busy computer.
  await eventually(async () => {
    await page.goto(address);
    await waitForPicture(page);
    return (await way()) === 'Through relay Berlin';
  }, 'no session went by the relay');
  assert.equal(relay.streams, 1);
  assert.deepEqual(relay.asked.slice(-2), ['/healthz', '/healthz']);
});

test('a session whose relay goes away is fetched back by the appliance', async () => {
  relay.breakStreams();
  await page.getByText(/lost the connection/).first().waitFor();
  await page.getByRole('button', { name: 'Connection', exact: true }).waitFor();
  await waitForPicture(page);
  assert.equal(await way(), 'Through the appliance');
  assert.equal(relay.streams, 1);
});

test('a relay that lets nobody through costs nothing but a moment', async () => {
  relay.refuses = true;
  await page.goto(address); // a new page knows nothing of it
  await waitForPicture(page);
  assert.equal(relay.streams, 2);
  assert.equal(await way(), 'Through the appliance');
});

test('a relay that is gone is not chosen', async () => {
  await relay.stop();
  await page.goto(address);
  await waitForPicture(page);
  assert.equal(await way(), 'Through the appliance');
  assert.equal(relay.streams, 2);
});

test('a page that was loaded before the relay joined goes by the appliance, without a word', async () => {
  relay = await startRelay(stage.visitor, stage.appliance);
  const older = await stage.visitor.newPage();
  await relay.offer(older, { late: true });
  await older.goto(address);
  await waitForPicture(older);
  await older.getByRole('button', { name: 'Connection', exact: true }).click();
  await older.getByRole('heading', { name: 'Through the appliance' }).waitFor();
  assert.equal(await older.getByRole('alert').filter({ hasText: /./ }).count(), 0);
  assert.deepEqual([relay.asked, relay.streams], [[], 0]);
  await older.close();
  // The browser's own word about the one question, in the console only.
  const refused = stage.browser.complaints.splice(0);
  assert.ok(refused.length > 0 && refused.every((words) => words.includes(`https://${relay.address}/healthz`)), refused.join());
});

test('no fault, no refused policy, no request to anybody else', () => assert.deepEqual(stage.browser.complaints, []));
