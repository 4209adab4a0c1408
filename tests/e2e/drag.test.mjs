// In the middle of what a viewer does, the person takes it away: a real X server, the real bar, and what the server reports.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startAppliance } from './support/appliance.mjs';
import { desktop, startBrowser } from './support/browser.mjs';
import { setUpQuickly, waitForPicture } from './support/owner.mjs';
import { person } from './support/person.mjs';
import { eventually, sleep } from './support/process.mjs';
import { startXServer } from './support/x_server.mjs';

let screen, appliance, browser, page, typed, hand, view;

before(async () => {
  screen = await startXServer();
  typed = await screen.terminal({ drags: true });
  hand = person(screen);
  appliance = await startAppliance(['--desktop.capture=x11', `--desktop.display=${screen.display}`]);
  browser = await startBrowser();
  const visitor = await browser.visitor(desktop);
  await setUpQuickly(visitor, appliance);
  const machine = await eventually(async () => {
    const { items } = await (await visitor.request.get(`${appliance.url}/api/v1/clients`)).json();
    return items.find(({ online }) => online);
  }, 'this machine did not come online');
  page = await visitor.newPage();
  await page.goto(`${appliance.url}/connect/${machine.id}`);
  await hand.question();
  await sleep(2500); // first contact
  await hand.press('Accept');
  view = await waitForPicture(page);
  await hand.bar();
});
after(async () => {
  await browser?.stop();
  await appliance?.stop();
  await screen?.stop();
});

// What the terminal was told of the mouse, oldest first: 'press', 'drag' or 'release'.
const reports = () =>
  [...typed().matchAll(/\u001b\[M([^])[^][^]/g)].map(([, code]) => {
    const bits = code.charCodeAt(0) - 32;
    return bits & 32 ? 'drag' : (bits & 3) === 3 ? 'release' : 'press';
  });
const pointer = async () => (await screen.command('xdotool', ['getmouselocation'])).stdout;

test('a drag ends at once when the person switches the mouse off, and goes again when they allow it', async () => {
  const box = await view.boundingBox();
  const size = await view.evaluate(({ width, height }) => ({ width, height }));
  const move = (x, y) => page.mouse.move(box.x + (x * box.width) / size.width, box.y + (y * box.height) / size.height);
  await hand.openSwitches();
  await move(100, 120);
  await page.mouse.down();
  for (let x = 110; x < 200; x += 10) {
    await move(x, 120);
    await sleep(20);
  }
  await eventually(() => reports().at(-1) === 'drag', 'nothing was dragged');
  await hand.picture('drag');
  assert.equal(reports().filter((one) => one === 'press').length, 1);

  await hand.switchAtBar('pointer');
  await eventually(() => reports().at(-1) === 'release', 'the button is still down', 5000, 5);
  const before = reports().length;
  const rested = await pointer();
  assert.ok(/ y:91 /.test(rested), rested); // where the person clicked, not where the viewer was
  for (let x = 200; x < 400; x += 20) {
    await move(x, 160);
    await sleep(20);
  }
  await page.mouse.up();
  await page.mouse.click(box.x + 150, box.y + 150);
  await sleep(500);
  assert.equal(await pointer(), rested);
  assert.equal(reports().length, before);
  await hand.picture('drag-switched-off');

  await hand.allowAtBar('pointer');
  await eventually(async () => {
    await move(150, 140);
    await page.mouse.down();
    await move(200, 140);
    await page.mouse.up();
    return reports().length > before;
  }, 'the mouse does not work again');
  await eventually(() => reports().at(-1) === 'release', 'the button is still down');
});
