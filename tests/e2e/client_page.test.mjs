// A machine's page tells what is going on there, by itself.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkLooks, widths } from './support/looks.mjs';
import { connectToThisMachine } from './support/owner.mjs';
import { startStage } from './support/stage.mjs';

let stage, page, viewer;

before(async () => {
  stage = await startStage({ options: ['--desktop.capture=test_card'] });
  page = stage.page;
});
after(() => stage?.stop());

const groupDigits = (id) => id.replace(/\B(?=(\d{3})+$)/g, '\u00a0');
const fact = (name) => page.locator('dl div').filter({ has: page.locator('dt', { hasText: name }) }).locator('dd');

test('what encodes is told while somebody watches, on the machine’s page and the session’s', async () => {
  viewer = await stage.visitor.newPage();
  await connectToThisMachine(viewer, stage.appliance);
  const id = new URL(viewer.url()).pathname.split('/').pop();
  await page.goto(`${stage.appliance.url}/clients/${id}`);
  await fact('Captured by').getByText('test card').waitFor();
  await fact('Encoded now with').getByText(/^(Tight|ZRLE)/).waitFor();
  await fact('The screen is').getByText('A test picture').waitFor();
  await fact('Gatehouse is').getByText('The appliance itself').waitFor();
  await checkLooks(page, 'client-page');
  const words = await fact('Encoded now with').textContent();
  await page.goto(`${stage.appliance.url}/sessions`);
  const row = page.getByRole('table', { name: 'Sessions' }).getByRole('row').nth(1);
  await row.getByText(groupDigits(id)).waitFor(); // which of several machines of one name
  assert.ok((await row.getByRole('link').first().getAttribute('href')).endsWith(`/clients/${id}`));
  await checkLooks(page, 'sessions');
  await row.getByRole('link', { name: /^Today, / }).click();
  await fact('Machine').getByText(groupDigits(id)).waitFor();
  assert.equal(await fact('Encoded now with').textContent(), words);
  await checkLooks(page, 'session-page');
  await page.goto(`${stage.appliance.url}/clients/${id}`);
  await fact('Encoded now with').getByText(words).waitFor();
});

test('all of its sessions are one press away, on the page where they are searched and exported', async () => {
  const id = new URL(page.url()).pathname.split('/').pop();
  await page.getByRole('link', { name: 'All sessions of this machine' }).click();
  await page.waitForURL(`${stage.appliance.url}/sessions?client=${id}`);
  const only = page.getByRole('button', { name: /^Only .+: remove this filter$/ });
  await only.waitFor();
  const rows = page.getByRole('table', { name: 'Sessions' }).getByRole('row');
  await rows.nth(1).getByText(groupDigits(id)).waitFor();
  await checkLooks(page, 'sessions-of-machine');
  await only.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(`${stage.appliance.url}/sessions`);
  await only.waitFor({ state: 'detached' });
  // A machine that is there no more, or never was.
  await page.goto(`${stage.appliance.url}/sessions?client=111111111`);
  await page.getByRole('button', { name: 'Only 111\u00a0111\u00a0111: remove this filter' }).waitFor();
  await page.getByText('No session matches').waitFor();
  await page.getByRole('button', { name: 'Show all sessions' }).click();
  await rows.nth(1).getByText(groupDigits(id)).waitFor();
  await page.goto(`${stage.appliance.url}/clients/${id}`);
});

test('on a phone Connect comes first, as wide as the page', async () => {
  await page.setViewportSize(widths.phone);
  const box = (name) => page.getByRole('button', { name }).or(page.getByRole('link', { name })).first().boundingBox();
  const connect = await box(/^Connect to /);
  const edit = await box('Edit');
  assert.ok(connect.y + connect.height <= edit.y, 'Connect is not the first');
  assert.ok(connect.width > widths.phone.width - 48, `Connect is ${connect.width} wide`);
  await page.setViewportSize(widths.desktop);
});

test('in one column the dashboard tells what needs attention before what has been', async () => {
  const portal = await stage.visitor.newPage();
  await portal.setViewportSize(widths.phone);
  await portal.goto(stage.appliance.url);
  const top = async (name) => (await portal.getByRole('heading', { name }).boundingBox()).y;
  assert.ok((await top('Needs attention')) < (await top('Recent sessions')));
  await checkLooks(portal, 'dashboard', ['phone']);
  await portal.close();
});

test('nothing does when nobody watches', async () => {
  await viewer.getByRole('button', { name: 'Disconnect' }).click();
  await fact('Encoded now with').getByText('Nothing: no session is open').waitFor(); // the page was open all the time
});

test('no fault, no refused policy, no request to anybody else', () => assert.deepEqual(stage.browser.complaints, []));
