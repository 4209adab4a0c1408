// The newcomer's way on a real X server: set up, connect, see, type, click, copy, look at the list of sessions.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startAppliance } from './support/appliance.mjs';
import { startBrowser } from './support/browser.mjs';
import { typeGerman } from './support/german_keyboard.mjs';
import { connectToThisMachine, setUp, signIn } from './support/owner.mjs';
import { canvasPicture, differingPixels } from './support/pixels.mjs';
import { eventually } from './support/process.mjs';
import { startXServer } from './support/x_server.mjs';

let screen, appliance, browser, visitor, page, typed;

before(async () => {
  screen = await startXServer();
  await screen.command('xsetroot', ['-mod', '5', '7', '-fg', '#2266aa', '-bg', '#ddcc88']);
  typed = await screen.terminal();
  appliance = await startAppliance(['--desktop.capture=x11', `--desktop.display=${screen.display}`, '--access.interactive=allow']);
  browser = await startBrowser();
  visitor = await browser.visitor();
  page = await visitor.newPage();
});
after(async () => {
  await browser?.stop();
  await appliance?.stop();
  await screen?.stop();
});

const equalsTheScreen = (what) =>
  eventually(async () => differingPixels(await canvasPicture(page), await screen.picture()) === 0, what);
const arrives = (text) =>
  eventually(() => typed().endsWith(text), `${text} did not arrive`).catch((error) => {
    throw new Error(`${error.message}, only ${JSON.stringify(typed())}`);
  });

test('set-up ends on the dashboard', async () => {
  await setUp(page, appliance);
  await page.getByText('This machine').first().waitFor();
});

test('Connect shows the screen, pixel for pixel', async () => {
  await connectToThisMachine(page, appliance);
  await equalsTheScreen('the canvas never equalled the screen');
});

test('a click and typed text arrive', async () => {
  await page.getByRole('application').click({ position: { x: 60, y: 60 } });
  await eventually(() => typed().includes('\u001b[M'), 'the click did not arrive');
  await typeGerman(page, 'Grüße, 10 €! Zylinder @home');
  await arrives('Grüße, 10 €! Zylinder @home');
  await equalsTheScreen('the canvas does not show the terminal after typing');
});

test('what a keyboard can’t type goes through the field', async () => {
  await page.getByRole('button', { name: 'Keys' }).click();
  await page.getByText('Type in a field').click();
  const field = page.getByRole('textbox', { name: 'Type at the machine' });
  await field.pressSequentially('žluťoučký 漢字 ✓');
  await arrives('žluťoučký 漢字 ✓');
  await page.getByRole('button', { name: 'Close the field' }).click();
});

test('the clipboard goes both ways', async () => {
  const [ours, theirs] = ['Grüße aus dem Browser: 10 €, ✓ 漢字', 'Vom Rechner zurück: naïve “quotes” – 🚪'];
  await page.bringToFront();
  await page.getByRole('button', { name: 'View', exact: true }).focus();
  await page.evaluate((text) => navigator.clipboard.writeText(text), ours);
  await page.getByRole('application').focus();
  await eventually(async () => (await screen.clipboard()) === ours, 'the machine did not get the text');

  await screen.copy(theirs);
  await eventually(() => page.evaluate(() => navigator.clipboard.readText()).then((text) => text === theirs),
    'the browser did not get the text');
});

test('view only sends nothing', async () => {
  const viewOnly = page.getByRole('button', { name: 'View only' });
  const before = typed();
  await viewOnly.click();
  await page.getByRole('application').click({ position: { x: 90, y: 90 } });
  await typeGerman(page, 'secret');
  await viewOnly.click();
  await page.getByRole('application').focus();
  await typeGerman(page, 'open');
  await arrives('open');
  assert.equal(typed(), `${before}open`);
});

test('the session is listed while it runs, and when it has ended', async () => {
  const portal = await visitor.newPage();
  await portal.goto(`${appliance.url}/sessions`);
  await portal.getByText('Running', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await page.getByRole('heading', { name: 'You left the session' }).waitFor();
  await portal.getByText('Running', { exact: true }).waitFor({ state: 'detached' });

  // Its own page, which says which way it went.
  await portal.getByRole('table', { name: 'Sessions' }).getByRole('link', { name: /^Today, / }).first().click();
  await portal.getByText('Through the appliance', { exact: true }).waitFor();
  await portal.route(/\/api\/v1\/sessions\/\d+$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), direct_from: '192.0.2.9' } });
  });
  await portal.reload();
  await portal.getByText('Direct, from 192.0.2.9', { exact: true }).waitFor();
  await portal.close();
});

test('a session ended in the portal says so in the viewer', async () => {
  await connectToThisMachine(page, appliance);
  const portal = await visitor.newPage();
  await portal.goto(`${appliance.url}/sessions`);
  await portal.getByRole('button', { name: /^End session of Ines Owner/ }).click();
  await portal.getByRole('dialog').getByRole('button', { name: 'End session' }).click();
  await page.getByRole('heading', { name: 'Closed by administrator' }).waitFor();
  await portal.close();
});

test('after the appliance was killed and started again, the viewer is back by itself', async () => {
  await connectToThisMachine(page, appliance);
  await appliance.end('SIGKILL');
  await page.getByRole('heading', { name: /^Getting the session/ }).waitFor();
  await appliance.start();
  await page.getByRole('button', { name: 'Disconnect' }).waitFor();
  await equalsTheScreen('the picture did not come back');
});

test('signing out and in again', async () => {
  await page.goto(appliance.url);
  await page.getByRole('button', { name: /Ines Owner/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
  await signIn(page);
});

test('no fault, no refused policy, no request to anybody else', () => assert.deepEqual(browser.complaints, []));
