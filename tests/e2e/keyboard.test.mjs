// The newcomer's way without a mouse: set-up, sign-in, Connect, the bar, the end.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startAppliance } from './support/appliance.mjs';
import { startBrowser } from './support/browser.mjs';
import { hasFocus, tabOnTo } from './support/focus.mjs';
import { owner } from './support/owner.mjs';
import { canvasPicture } from './support/pixels.mjs';
import { eventually } from './support/process.mjs';

let appliance, browser, page;

before(async () => {
  appliance = await startAppliance();
  browser = await startBrowser();
  page = await (await browser.visitor()).newPage();
});
after(async () => {
  await browser?.stop();
  await appliance?.stop();
});

const press = (key) => page.keyboard.press(key);
const type = (text) => page.keyboard.type(text);
const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') || document.activeElement?.textContent.trim());

const tabTo = (locator, what) => tabOnTo(page, locator, what);

test('set-up', async () => {
  await page.goto(appliance.url);
  await hasFocus(page.getByLabel('One-time set-up code'), 'the code');
  await type(appliance.code);
  await press('Enter');
  await hasFocus(page.getByLabel('Organization name'), 'the name');
  await type(owner.organization);
  await press('Enter');
  await page.getByText('can’t be changed later').waitFor();
  await tabTo(page.getByRole('button', { name: 'Continue' }), 'Continue');
  await press('Enter');
  await hasFocus(page.getByLabel('First name'), 'the first name');
  await type(owner.firstName);
  await press('Tab');
  await type(owner.lastName);
  await press('Tab');
  await type(owner.email);
  await press('Tab');
  await type(owner.password);
  await press('Enter');
  await page.getByRole('heading', { name: 'Your appliance is ready' }).waitFor();
  await tabTo(page.getByRole('button', { name: 'Go to the dashboard' }), 'the way to the dashboard');
  await press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor();
});

test('signing out and in', async () => {
  await tabTo(page.getByRole('button', { name: /Ines Owner/ }), 'the menu');
  await press('Enter');
  const signOut = page.getByRole('menuitem', { name: 'Sign out' });
  await hasFocus(page.getByRole('menu'), 'the menu');
  await press('ArrowUp'); // from the first to the last
  await hasFocus(signOut, 'Sign out');
  await press('Enter');
  await hasFocus(page.getByLabel('E-mail address'), 'the e-mail address');
  await type(owner.email);
  await press('Tab');
  await type(owner.password);
  await press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor();
});

test('Connect, the bar and back', async () => {
  await page.getByRole('link', { name: /^Connect to / }).waitFor();
  await tabTo(page.getByRole('link', { name: /^Connect to / }), 'Connect');
  await press('Enter');
  const screen = page.getByRole('application');
  await hasFocus(screen, 'the screen');
  const keysPressed = async () => (await canvasPicture(page)).data.readUIntBE(0, 3);
  await eventually(async () => (await canvasPicture(page)).width > 0, 'no picture came');
  await press('Tab'); // goes to the machine, as every key but one
  await eventually(async () => (await keysPressed()) === 1, 'Tab did not go to the machine');
  await hasFocus(screen, 'the screen');

  await press('Control+Alt+Shift+m');
  const names = [];
  for (let steps = 0; steps < 12 && !names.includes('Disconnect'); steps += 1) {
    names.push(await focused());
    if (!names.includes('Disconnect')) await press('Tab');
  }
  for (const name of ['Back to machines', 'View', 'Keys', 'Clipboard', 'View only', 'Screenshot', 'Full screen', 'Disconnect']) {
    assert.ok(names.includes(name), `${name} can’t be reached: ${names.join(', ')}`);
  }
  await press('Escape');
  await hasFocus(screen, 'the screen after Esc');

  await press('Control+Alt+Shift+m');
  await tabTo(page.getByRole('button', { name: 'View', exact: true }), 'View');
  await press('Enter');
  const panel = page.getByRole('dialog', { name: 'View' });
  await hasFocus(panel, 'the panel');
  await press('Escape');
  await hasFocus(screen, 'the screen after the panel');
});

test('leaving, and coming back', async () => {
  await press('Control+Alt+Shift+m');
  await tabTo(page.getByRole('button', { name: 'Disconnect' }), 'Disconnect');
  await press('Enter');
  await hasFocus(page.getByRole('heading', { name: 'You left the session' }), 'the heading');
  await tabTo(page.getByRole('button', { name: 'Reconnect' }), 'Reconnect');
  await press('Enter');
  await hasFocus(page.getByRole('application'), 'the screen');
});

test('no fault, no refused policy, no request to anybody else', () => assert.deepEqual(browser.complaints, []));
