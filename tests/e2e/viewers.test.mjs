// Several viewers on one screen, which is the test card: every pixel of it is known.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startAppliance } from './support/appliance.mjs';
import { desktop, phone, startBrowser } from './support/browser.mjs';
import { setUpQuickly, signInQuickly, waitForPicture } from './support/owner.mjs';
import { canvasPicture, differingPixels, testCard } from './support/pixels.mjs';
import { eventually } from './support/process.mjs';

const [width, height] = [1280, 800];
let appliance, browser, machine, first, second, handheld;

before(async () => {
  appliance = await startAppliance();
  browser = await startBrowser();
  const visitor = await browser.visitor(desktop);
  await setUpQuickly(visitor, appliance);
  const traveller = await browser.visitor(phone);
  await signInQuickly(traveller, appliance);
  machine = await eventually(async () => {
    const { items } = await (await visitor.request.get(`${appliance.url}/api/v1/clients`)).json();
    return items.find(({ online }) => online);
  }, 'this machine did not come online');
  [first, second, handheld] = [await visitor.newPage(), await visitor.newPage(), await traveller.newPage()];
});
after(async () => {
  await browser?.stop();
  await appliance?.stop();
});

async function allShow(marks, what) {
  const card = testCard(width, height, marks);
  const shows = async (page) => differingPixels(await canvasPicture(page), card) === 0;
  await Promise.all([first, second, handheld].map((page, at) => eventually(() => shows(page), `viewer ${at + 1}: ${what}`)));
}

// Where on the page a pixel of the card is. Browsers tell whole pixels, so the first one inside it.
async function placeOf(page, at) {
  const box = await page.getByRole('application').boundingBox();
  return { x: Math.ceil(box.x + (at.x * box.width) / width), y: Math.ceil(box.y + (at.y * box.height) / height) };
}

// One at a time types and points.
async function handOver(from, to) {
  await to.getByRole('button', { name: 'Ask for the controls' }).click();
  await from.getByRole('button', { name: 'Give' }).click();
  await to.getByText('You have the controls now.').last().waitFor();
}

test('three viewers see the untouched card, pixel for pixel', async () => {
  for (const page of [first, second, handheld]) {
    await page.goto(`${appliance.url}/connect/${machine.id}`);
    await waitForPicture(page);
  }
  await allShow({}, 'the card never was what the formula says');
});

test('what one presses, all see', async () => {
  await first.bringToFront();
  const place = await placeOf(first, { x: 400, y: 300 });
  await first.mouse.move(place.x, place.y);
  await first.mouse.down();
  await allShow({ buttons: 1, x: 400, y: 300 }, 'no pressed button');
  await first.mouse.up();
  await first.keyboard.press('a');
  await allShow({ keysPressed: 1, lastKeysym: 0x61, x: 400, y: 300 }, 'no key');
});

test('a phone’s bar says which machine it is, whole', async () => {
  const bar = handheld.getByRole('region', { name: 'Session' });
  await bar.getByText('test picture', { exact: true }).waitFor();
  for (const part of [bar.getByRole('heading', { level: 1 }), bar.getByText(/^[\d\u00a0]{11,13}$/), bar.getByText('test picture', { exact: true })]) {
    const cut = await part.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
    assert.ok(cut <= 0, `${await part.textContent()} is cut by ${cut} pixels`);
  }
});

test('a phone that is given the controls taps and types', async () => {
  await handOver(first, handheld);
  await handheld.bringToFront();
  const place = await placeOf(handheld, { x: 640, y: 500 });
  await handheld.touchscreen.tap(place.x, place.y);
  const dot = await eventually(async () => {
    const { data } = await canvasPicture(second);
    const white = (at) => data.readUIntBE(at, 3) === 0xffffff;
    const found = [];
    for (let at = 0; at < data.length; at += 4) if (white(at)) found.push([(at / 4) % width, Math.floor(at / 4 / width)]);
    const [x, y] = found[Math.floor(found.length / 2)] ?? [0, 0];
    return Math.abs(x - 640) < 5 && Math.abs(y - 500) < 5 && { x, y };
  }, 'the tap did not arrive');
  await handheld.getByRole('button', { name: 'Keyboard' }).tap();
  await handheld.getByRole('textbox', { name: 'Type at the machine' }).pressSequentially('ü');
  await allShow({ keysPressed: 2, lastKeysym: 0xfc, ...dot }, 'no key from the phone');
});

test('one that leaves takes nobody along', async () => {
  await second.getByRole('button', { name: 'Disconnect' }).click();
  await second.getByRole('heading', { name: 'You left the session' }).waitFor();
  await handOver(handheld, first);
  await first.bringToFront();
  await first.getByRole('application').focus();
  await first.keyboard.press('b');
  await eventually(async () => (await canvasPicture(handheld)).data.readUIntBE(0, 3) === 3, 'the phone did not see the key');
});

test('no fault, no refused policy, no request to anybody else', () => assert.deepEqual(browser.complaints, []));
