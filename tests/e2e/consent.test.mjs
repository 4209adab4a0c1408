// The person at the machine decides: a real X server with a window manager, the consent window on it, and viewers in a
// browser. xdotool is the person's hand.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startAppliance } from './support/appliance.mjs';
import { desktop, startBrowser } from './support/browser.mjs';
import { setUpQuickly, waitForPicture } from './support/owner.mjs';
import { person } from './support/person.mjs';
import { eventually, sleep } from './support/process.mjs';
import { startXServer } from './support/x_server.mjs';

let screen, appliance, browser, visitor, machine, page, typed, hand;

before(async () => {
  screen = await startXServer();
  screen.run('openbox', ['--sm-disable']);
  await screen.command('xsetroot', ['-solid', '#35566b']);
  typed = await screen.terminal();
  hand = person(screen);
  // The person works in the terminal.
  await eventually(async () => {
    await hand.click({ x: 120, y: 120 });
    return typed().includes('\u001b[M');
  }, 'the terminal took no click');
  appliance = await startAppliance(['--desktop.capture=x11', `--desktop.display=${screen.display}`, '--access.ask_seconds=15']);
  browser = await startBrowser();
  visitor = await browser.visitor(desktop);
  await setUpQuickly(visitor, appliance);
  machine = await eventually(async () => {
    const { items } = await (await visitor.request.get(`${appliance.url}/api/v1/clients`)).json();
    return items.find(({ online }) => online);
  }, 'this machine did not come online');
  page = await visitor.newPage();
});
after(async () => {
  await browser?.stop();
  await appliance?.stop();
  await screen?.stop();
});

const connect = async (viewer = page) => {
  await viewer.goto(`${appliance.url}/connect/${machine.id}`);
  await viewer.getByText('The person at the machine is asked whether you may connect.').waitFor();
  return hand.question();
};
// Long before the time is up.
const declined = async (viewer = page, timeout = 5000) => {
  await viewer.getByRole('heading', { name: 'The request was declined' }).waitFor({ timeout });
  await hand.noQuestion();
};

test('while the person is asked there is no picture, and whoever types elsewhere accepts nothing', async () => {
  const question = await connect();
  await hand.picture('consent-first-contact');
  assert.equal(await page.getByRole('application').count(), 0);
  // The window came without the keyboard; what is pressed while the window manager places it may be lost.
  await eventually(async () => {
    await screen.command('xdotool', ['key', '--delay', '30', 'h', 'space']);
    return typed().includes('h ');
  }, 'nothing was typed');
  await screen.command('xdotool', ['key', '--delay', '30', 'Return', 'Tab', 'Tab', 'space', 'Return', 'y']);
  await sleep(2500);
  await screen.command('xdotool', ['key', '--delay', '30', 'Return', 'space']);
  await sleep(300);
  assert.equal(await hand.question(), question);
  await eventually(() => typed().includes('y'), 'the window took the keyboard');
  assert.equal(await page.getByRole('application').count(), 0);
  await hand.press('Deny');
  await declined();
});

test('an Accept within the first moments counts for nothing', async () => {
  await connect();
  await hand.press('Accept');
  await sleep(200);
  await hand.press('Accept'); // first contact: not for two seconds
  await sleep(300);
  assert.equal(await page.getByRole('application').count(), 0);
  await hand.question();
  await hand.press('Deny');
  await declined();
});

test('Escape, closing the window, no answer and a killed window are a no', async () => {
  await connect();
  await sleep(900);
  await hand.focus();
  await screen.command('xdotool', ['key', 'Escape']);
  await declined();

  await connect();
  await sleep(900);
  await hand.focus();
  await screen.command('xdotool', ['key', 'alt+F4']);
  await declined();

  await connect();
  await hand.kill();
  await declined();

  await connect();
  await declined(page, 60_000); // in the fifteen seconds that it has
});

test('a viewer who leaves takes the question along', async () => {
  await connect();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await hand.noQuestion();
});

test('what the person switched off, the viewer can’t do', async () => {
  await connect();
  await hand.turn('keyboard');
  await sleep(2200);
  await hand.picture('consent-keyboard-off');
  await hand.press('Accept');
  await waitForPicture(page);
  await hand.noQuestion();
  await hand.bar();
  const before = typed();
  const view = page.getByRole('application');
  await view.click({ position: { x: 200, y: 150 } });
  await eventually(() => typed().length > before.length, 'the click did not arrive');
  const clicked = typed();
  await page.keyboard.type('secret');
  await sleep(500);
  assert.equal(typed(), clicked);
  await hand.picture('consent-bar');
});

test('in a session the person is asked no first question any more, and no viewer answers for them', async () => {
  const second = await visitor.newPage();
  const question = await connect(second);
  await sleep(1500); // Accept is armed
  await hand.picture('consent-second-viewer');
  const at = await hand.place('Accept');
  await page.bringToFront();
  const view = page.getByRole('application');
  const box = await view.boundingBox();
  const size = await view.evaluate(({ width, height }) => ({ width, height }));
  for (let i = 0; i < 5; ++i) {
    await page.mouse.click(box.x + (at.x * box.width) / size.width, box.y + (at.y * box.height) / size.height);
    await sleep(100);
  }
  assert.equal(await hand.question(), question);
  assert.equal(await second.getByRole('application').count(), 0);
  await hand.press('Accept');
  await waitForPicture(second);
  await hand.picture('consent-two-viewers');

  // The first one has its mouse again.
  const before = typed();
  await page.bringToFront();
  await view.click({ position: { x: 200, y: 170 } });
  await eventually(() => typed().length > before.length, 'the click did not arrive');
  await second.getByRole('button', { name: 'Disconnect' }).click();
  await second.close();
});

test('the person ends the session at the bar', async () => {
  await hand.endAtBar();
  await page.getByRole('heading', { name: 'The session was ended at the machine' }).waitFor();
  await hand.noBar();
});

test('without its window no session goes on', async () => {
  await connect();
  await sleep(1000); // the account is known by now
  await hand.press('Accept');
  await waitForPicture(page);
  await hand.kill();
  await page.getByRole('heading', { name: 'The session was ended at the machine' }).waitFor();
});
