// The page of relays: nothing yet, one added with a command to start it, a new token, removed; and what a running one looks like.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { seriousFindings } from './support/axe.mjs';
import { hasFocus, leaveByEscape } from './support/focus.mjs';
import { checkLooks } from './support/looks.mjs';
import { eventually } from './support/process.mjs';
import { startStage } from './support/stage.mjs';

let stage, page, appliance;

before(async () => {
  stage = await startStage({ options: ['--server.listen=0.0.0.0:0', '--server.names=box.example', '--desktop.enabled=off'] });
  ({ page, appliance } = stage);
});
after(() => stage?.stop());

const check = async (what) => assert.deepEqual(await seriousFindings(page), [], what);
const dialog = () => page.getByRole('dialog');
// What is asked for meanwhile is on its way until release(): long enough for a button to lose the focus.
async function holdAnswers() {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route(/\/api\/v1\/relays/, async (route) => {
    await held;
    await route.fallback();
  }, { times: 1 });
  return {
    async release() {
      await eventually(() => page.evaluate(() => document.activeElement === document.body), 'the button keeps the focus');
      release();
    },
  };
}
const command = async (button = 'Copy the command') => {
  await dialog().getByRole('button', { name: button }).click();
  return page.evaluate(() => navigator.clipboard.readText());
};
const row = (name) => page.getByRole('row').filter({ hasText: name });

test('without a relay the page says what one is for', async () => {
  await page.goto(appliance.url);
  await page.getByRole('link', { name: 'Relays' }).click();
  await page.getByText('No relays yet').waitFor();
  await page.getByText('makes the way shorter').waitFor();
  await checkLooks(page, 'relays-empty');
});

test('a relay is added, and how to start it is shown once', async () => {
  await page.getByRole('button', { name: 'Add relay' }).click();
  await dialog().getByRole('textbox', { name: 'Name' }).fill('Berlin');
  await dialog().getByRole('textbox', { name: 'Address' }).fill('https://relay.example.org');
  await dialog().getByRole('button', { name: 'Add relay' }).click();
  await dialog().getByText('This is no host name or IP address').waitFor();
  await checkLooks(page, 'relays-add');
  await dialog().getByRole('textbox', { name: 'Address' }).fill('Relay.example.org:9443');
  await dialog().getByRole('button', { name: 'Add relay' }).click();
  await dialog().getByText('Start the relay Berlin').waitFor();
  const { port } = new URL(appliance.url);
  const install = `gatehouse install --relay --server "box.example:${port}" --token [\\w-]{43}\\.[\\w-]{43} --relay\\.listen="0\\.0\\.0\\.0:9443"`;
  assert.match(await command('Copy the short command'), new RegExp(`^sudo ${install}$`));
  const line = await command();
  assert.match(line, new RegExp(`^sh -c '[^']+; \\$\\(.*sudo\\) \\$d/${install}'$`));
  assert.ok(line.includes(`"https://box.example:${port}/download/gatehouse-`));
  await checkLooks(page, 'relays-command');
  await dialog().getByRole('button', { name: 'Done' }).click();
  await dialog().waitFor({ state: 'detached' });
  await row('Berlin').getByText('relay.example.org:9443').waitFor();
  await row('Berlin').getByText('Waits for its first start').waitFor();
});

test('the dialog begins anew, and another relay at the same address is refused', async () => {
  await page.getByRole('button', { name: 'Add relay' }).click();
  assert.equal(await dialog().locator('code').count(), 0);
  await dialog().getByRole('textbox', { name: 'Name' }).fill('Twin');
  await dialog().getByRole('textbox', { name: 'Address' }).fill('relay.example.org:9443');
  const answers = await holdAnswers();
  await dialog().getByRole('button', { name: 'Add relay' }).click();
  await answers.release();
  await dialog().getByText('Another relay has this address.').waitFor();
  await hasFocus(dialog());
  await leaveByEscape(dialog());
});

test('a relay gets a new token', async () => {
  await page.getByRole('button', { name: 'New token for Berlin' }).click();
  await dialog().getByText('New token for Berlin?').waitFor();
  await check('new token');
  const answers = await holdAnswers();
  await dialog().getByRole('button', { name: 'Make token' }).click();
  await answers.release();
  await dialog().getByText('Start the relay Berlin').waitFor();
  await hasFocus(dialog().getByRole('button', { name: 'Copy the command' }));
  assert.match(await command(), /--token [\w-]{43}\.[\w-]{43} /);
  await leaveByEscape(dialog());
  await hasFocus(page.getByRole('button', { name: 'New token for Berlin' }));
});

test('other pages of the organization hear of a relay at once', async () => {
  const other = await stage.visitor.newPage();
  await other.goto(`${appliance.url}/relays`);
  await other.getByText('relay.example.org:9443').waitFor();
  await page.getByRole('button', { name: 'Remove Berlin' }).click();
  await dialog().getByRole('button', { name: 'Remove' }).click();
  await page.getByText('Berlin is removed.').waitFor();
  await page.getByText('No relays yet').waitFor();
  await other.getByText('No relays yet').waitFor();
  await other.close();
});

const minutesAgo = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();
const relay = (id, name, more) => ({
  id, name, address: `${name.toLowerCase()}.relays.example.org:8443`, joined: true, token_expires_at: null, online: false,
  round_trip_ms: null, sessions: 0, version: '0.1.0', created_at: minutesAgo(5000), last_seen_at: minutesAgo(0), ...more,
});
const relays = [
  relay('1', 'Berlin', { online: true, round_trip_ms: 12.3, sessions: 3 }),
  relay('2', 'Singapore', { online: true, round_trip_ms: 181.7 }),
  relay('3', 'Rio', { last_seen_at: minutesAgo(45) }),
  relay('4', 'Oslo', { joined: false, version: '', last_seen_at: null, token_expires_at: minutesAgo(-600) }),
  relay('5', 'Lima', { joined: false, version: '', last_seen_at: null }),
];

test('relays that run show how they are', async () => {
  const answer = (route) => route.fulfill({ json: { items: relays } });
  await page.route('**/api/v1/relays', answer);
  await page.goto(`${appliance.url}/relays`);
  await row('Berlin').getByText('Online').waitFor();
  await row('Berlin').getByText('12 ms').waitFor();
  await row('Rio').getByText('45 minutes ago').waitFor();
  await row('Oslo').getByText('Waits for its first start').waitFor();
  await row('Lima').getByText('token expired').waitFor();
  await checkLooks(page, 'relays');
  await page.unroute('**/api/v1/relays', answer);
});

test('no fault, no refused policy, no request to anybody else', () => assert.deepEqual(stage.browser.complaints, []));
