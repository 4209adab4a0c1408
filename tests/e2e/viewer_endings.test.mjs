// Every page on which a session can end or wait: it says something of its own, and axe finds nothing serious in it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { seriousFindings } from './support/axe.mjs';
import { desktop, phone } from './support/browser.mjs';
import { connectToThisMachine, signInQuickly } from './support/owner.mjs';
import { eventually } from './support/process.mjs';
import { startStage } from './support/stage.mjs';

const REASONS = 26; // appliance/wire/PROTOCOL.md, Reasons
const DEVICE_KEY = Buffer.alloc(32, 9).toString('base64url');
const CONNECTIONS = /\/api\/v1\/connections$/;
const STATUSES = [403, 404, 409, 429, 500, 503];
let stage, machine;

before(async () => {
  stage = await startStage();
  machine = await eventually(async () => {
    const { items } = await (await stage.visitor.request.get(`${stage.appliance.url}/api/v1/clients`)).json();
    return items.find(({ online }) => online);
  }, 'this machine did not come online');
});
after(() => stage?.stop());

// The heading and the buttons of the page on which the session is over.
async function ending(page) {
  await page.goto(`${stage.appliance.url}/connect/${machine.id}`);
  await page.getByRole('link', { name: 'Back to machines' }).waitFor();
  return page.getByRole('heading', { level: 2 }).innerText();
}

for (const [name, look] of [['wide, light', { ...desktop, colorScheme: 'light' }], ['phone, dark', { ...phone, colorScheme: 'dark' }]]) {
  test(`every reason, ${name}`, async () => {
    const visitor = await stage.browser.visitor(look);
    await signInQuickly(visitor, stage.appliance);
    const page = await visitor.newPage();
    let code = 0;
    await page.route(CONNECTIONS, (route) =>
      route.fulfill({ status: 201, json: { session_id: '1', client: machine, stream_path: '/api/v1/connections/1/stream', ticket: 'x', device_key: DEVICE_KEY, from_machine_ms: null, relays: [] } }));
    await page.routeWebSocket(/\/stream$/, (socket) => socket.close({ code }));
    const titles = new Map();
    for (code = 4001; code <= 4000 + REASONS; code += 1) {
      const title = await ending(page);
      assert.ok(!titles.has(title), `${code} and ${titles.get(title)} both say “${title}”`);
      titles.set(title, code);
      assert.deepEqual(await seriousFindings(page), [], title);
    }
    await visitor.close();
  });
}

test('every refusal', async () => {
  const { page } = stage;
  for (const status of STATUSES) {
    await page.route(CONNECTIONS, (route) =>
      route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify({ code: 'x', detail: 'In words.' }) }));
    assert.ok(await ending(page));
    await page.getByText('In words.').waitFor();
    assert.deepEqual(await seriousFindings(page), [], `status ${status}`);
    await page.unroute(CONNECTIONS);
  }
  await page.route(CONNECTIONS, (route) => route.abort());
  assert.equal(await ending(page), 'The appliance does not answer');
  await page.unroute(CONNECTIONS);
});

test('a broken session, while it is fetched back and when that was given up', async () => {
  const { appliance, page } = stage;
  await page.clock.install();
  await connectToThisMachine(page, appliance);
  await page.getByRole('button', { name: 'Disconnect' }).waitFor();
  await page.route(CONNECTIONS, (route) => route.abort());
  await appliance.end('SIGKILL');
  await page.getByRole('heading', { name: /^Getting the session/ }).waitFor();
  assert.deepEqual(await seriousFindings(page), []);
  const gaveUp = page.getByRole('heading', { name: 'The connection could not be restored' });
  await eventually(async () => {
    await page.clock.runFor(10_000);
    return gaveUp.isVisible();
  }, 'it never gave up');
  assert.deepEqual(await seriousFindings(page), []);
});
