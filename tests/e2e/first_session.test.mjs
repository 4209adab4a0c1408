// The newcomer's way: set up, connect, see, type, click, look at the list of sessions.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startAppliance } from './support/appliance.mjs';
import { desktop, phone, seriousFindings, startBrowser } from './support/browser.mjs';
import { connectToThisMachine, differingPixels, pixels, setUp, signIn } from './support/owner.mjs';
import { eventually } from './support/process.mjs';
import { startXServer } from './support/x_server.mjs';

let screen, appliance, browser, page, typed;

before(async () => {
  screen = await startXServer();
  await screen.command('xsetroot', ['-mod', '5', '7', '-fg', '#2266aa', '-bg', '#ddcc88']);
  typed = await screen.terminal();
  appliance = await startAppliance(['--desktop.capture=x11', `--desktop.display=${screen.display}`]);
  browser = await startBrowser();
  page = await browser.page();
});
after(async () => {
  await browser?.stop();
  await appliance?.stop();
  await screen?.stop();
});

test('set-up ends on the dashboard', async () => {
  await setUp(page, appliance);
  await page.getByText('This machine').first().waitFor();
});

test('Connect shows the screen, pixel for pixel', async () => {
  await connectToThisMachine(page, appliance);
  const truth = await screen.picture();
  const left = await eventually(
    async () => (differingPixels(await pixels(page), truth) === 0 ? 'none' : undefined),
    'the canvas never equalled the screen',
    10000,
  );
  assert.equal(left, 'none');
});

test('typed text and a click arrive', async () => {
  const canvas = page.getByRole('application');
  await canvas.click({ position: { x: 60, y: 60 } });
  await eventually(() => typed().includes('\u001b[M'), 'the click did not arrive');
  await page.keyboard.type('Grüße, 10 €!');
  await eventually(() => typed().includes('Grüße, 10 €!'), `typed text did not arrive, only: ${JSON.stringify(typed())}`);
});

test('the session is listed while it runs, and when it has ended', async () => {
  const portal = await browser.context.newPage();
  await portal.goto(`${appliance.url}/sessions`);
  await portal.getByText('Running', { exact: true }).first().waitFor();
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await page.getByText('You left the session').waitFor();
  await portal.getByText('Ended', { exact: true }).first().waitFor();
  await portal.close();
});

test('a session closed in the portal says so in the viewer', async () => {
  await connectToThisMachine(page, appliance);
  const portal = await browser.context.newPage();
  await portal.goto(`${appliance.url}/sessions`);
  await portal.getByRole('button', { name: /^End the session of/ }).first().click();
  await portal.getByRole('dialog').getByRole('button', { name: 'End session' }).click();
  await page.getByText('An administrator ended the session').waitFor({ timeout: 5000 });
  await portal.close();
});

test('after a restart of the appliance the viewer is back by itself', async () => {
  await connectToThisMachine(page, appliance);
  await appliance.end('SIGKILL');
  await page.getByText(/again/i).first().waitFor();
  await appliance.start();
  const truth = await screen.picture();
  await eventually(async () => differingPixels(await pixels(page), truth) === 0, 'the picture did not come back', 40000);
});

test('every page, at both widths, light and dark: nothing serious found by axe, nothing leaves the appliance', async () => {
  for (const [viewport, colorScheme] of [[desktop, 'light'], [phone, 'dark'], [desktop, 'dark'], [phone, 'light']]) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    for (const path of ['/', '/clients', '/sessions', '/profile', '/nowhere']) {
      await page.goto(`${appliance.url}${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle').catch(() => undefined);
      assert.deepEqual(await seriousFindings(page), [], `${path} at ${viewport.width}, ${colorScheme}`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(overflow <= 0, `${path} at ${viewport.width} is ${overflow} pixels too wide`);
    }
    await connectToThisMachine(page, appliance);
    assert.deepEqual(await seriousFindings(page), [], `viewer at ${viewport.width}, ${colorScheme}`);
  }
  assert.deepEqual(browser.complaints, []);
});

test('signing out and in again', async () => {
  await page.setViewportSize(desktop);
  await page.goto(appliance.url);
  await page.getByRole('button', { name: /Ines Owner/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  assert.deepEqual(await seriousFindings(page), []);
  await signIn(page, appliance);
});
