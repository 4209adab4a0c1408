// What the viewer's bar offers besides the screen itself, on the test card.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { PNG } from 'pngjs';
import { leaveByEscape } from './support/focus.mjs';
import { connectToThisMachine } from './support/owner.mjs';
import { canvasPicture, differingPixels, testCard } from './support/pixels.mjs';
import { eventually } from './support/process.mjs';
import { startStage } from './support/stage.mjs';

let stage, page;
let keysPressed = 0; // at the machine

before(async () => {
  stage = await startStage();
  page = stage.page;
  await connectToThisMachine(page, stage.appliance);
});
after(() => stage?.stop());

const showsCard = (marks, what) =>
  eventually(async () => differingPixels(await canvasPicture(page), testCard(1280, 800, marks)) === 0, what);

test('a saved screenshot is the canvas, pixel for pixel', async () => {
  await showsCard({}, 'the card never was what the formula says');
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Screenshot' }).click();
  const download = await saved;
  assert.match(download.suggestedFilename(), /^.+-\d{4}-\d\d-\d\d-\d{6}\.png$/);
  const picture = PNG.sync.read(readFileSync(await download.path()));
  assert.equal(picture.width, 1280);
  assert.equal(differingPixels(picture, await canvasPicture(page)), 0);
});

test('the statistics tell what happens', async () => {
  await page.getByRole('button', { name: 'View', exact: true }).click();
  await page.getByText('Statistics', { exact: true }).click();
  await leaveByEscape(page.getByRole('dialog', { name: 'View' }));
  const statistics = page.getByLabel('Statistics');
  const value = async (name) => {
    const words = await statistics.locator('dt, dd').allInnerTexts();
    return words[words.indexOf(name) + 1];
  };
  await eventually(async () => (await value('Screen')) === '1280 × 800', 'the size of the screen is not told');
  // Keys change the card, so there is something to count.
  const pressKey = async () => {
    await page.keyboard.press('a');
    keysPressed += 1;
  };
  await eventually(async () => {
    await pressKey();
    const updates = /^(\d+)\/s$/.exec(await value('Updates'));
    return updates && Number(updates[1]) > 0 && Number(updates[1]) < 500;
  }, 'no plausible number of updates');
  await eventually(async () => {
    await pressKey();
    return /^[1-9][\d.]* k?B\/s$/.test(await value('In')) && /^[1-9][\d.]* k?B\/s$/.test(await value('Out'));
  }, 'no plausible number of bytes');
  await eventually(async () => Number(/^([\d.]+) ms$/.exec(await value('Round trip'))?.[1]) > 0, 'no plausible round trip');
  await eventually(async () => {
    await page.waitForTimeout(400); // measured from rest
    await pressKey();
    return Number(/^([\d.]+) ms$/.exec(await value('Input to picture'))?.[1]) > 0;
  }, 'no plausible time from a key to the picture');
  assert.doesNotMatch(await value('Encoding'), /^–?$/);
});

test('view only keeps keys and clicks here, and says so', async () => {
  const viewOnly = page.getByRole('button', { name: 'View only' });
  // What the keys of the test before changed may still be on its way.
  const pressed = ({ data }) => data.readUIntBE(0, 3);
  let before = await canvasPicture(page);
  await eventually(async () => {
    const earlier = before;
    await page.waitForTimeout(300);
    before = await canvasPicture(page);
    return pressed(before) === keysPressed && differingPixels(before, earlier) === 0;
  }, 'the picture does not come to rest');
  await viewOnly.click();
  assert.equal(await viewOnly.getAttribute('aria-pressed'), 'true');
  await page.getByRole('application').click({ position: { x: 500, y: 300 } });
  await page.keyboard.press('b');
  await page.getByRole('button', { name: 'Keys' }).click();
  await page.getByText('Keys are not sent: you are only viewing.').waitFor();
  await leaveByEscape(page.getByRole('dialog', { name: 'Keys' }));
  assert.equal(differingPixels(await canvasPicture(page), before), 0);
  await viewOnly.click();
  await page.getByRole('application').focus();
  await page.keyboard.press('b');
  // The next key the machine sees is this one: nothing of what was pressed before was on its way.
  await eventually(async () => pressed(await canvasPicture(page)) === pressed(before) + 1, 'the key did not arrive');
});

test('full screen, and back', async () => {
  const isFull = () => page.evaluate(() => document.fullscreenElement !== null);
  const button = page.getByRole('button', { name: 'Full screen' });
  const says = (isOn) => eventually(async () => (await button.getAttribute('aria-pressed')) === isOn, `the button never said ${isOn}`);
  await button.click();
  await eventually(isFull, 'it never was full screen');
  await says('true');
  // The bar goes away and leaves a handle.
  await page.getByRole('application').focus();
  await page.mouse.move(600, 500);
  await page.mouse.move(610, 510);
  await page.getByRole('button', { name: 'Show the bar' }).click();
  await button.click();
  await eventually(async () => !(await isFull()), 'it stayed full screen');
  await says('false');
});

test('Connect asks once, also into another tab', async () => {
  const { appliance, visitor } = stage;
  await page.getByRole('button', { name: 'Disconnect' }).click();
  let asked = 0;
  visitor.on('request', (request) => (asked += request.method() === 'POST' && request.url().endsWith('/connections')));
  await connectToThisMachine(page, appliance);
  assert.equal(asked, 1);
  await page.goto(appliance.url);
  const opened = visitor.waitForEvent('page');
  await page.getByRole('link', { name: /^Connect to / }).click({ modifiers: ['ControlOrMeta'] });
  const tab = await opened;
  await tab.getByRole('button', { name: 'Disconnect' }).waitFor();
  assert.equal(asked, 2);
  await tab.close();
});

test('no fault, no refused policy, no request to anybody else', () => assert.deepEqual(stage.browser.complaints, []));
