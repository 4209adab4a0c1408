// A machine without a monitor: the desktop it starts for itself, which takes the size of the viewer's window.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startAppliance } from './support/appliance.mjs';
import { startBrowser } from './support/browser.mjs';
import { hasFocus, leaveByEscape } from './support/focus.mjs';
import { connectToThisMachine, setUpQuickly, waitForPicture } from './support/owner.mjs';
import { canvasPicture, differingPixels } from './support/pixels.mjs';
import { eventually } from './support/process.mjs';

let appliance, browser, page;

before(async () => {
  appliance = await startAppliance(['--desktop.capture=virtual', '--desktop.size=1024x640']);
  browser = await startBrowser();
  const visitor = await browser.visitor();
  await setUpQuickly(visitor, appliance);
  page = await visitor.newPage();
});
after(async () => {
  await browser?.stop();
  await appliance?.stop();
});

const size = () => page.getByRole('application').evaluate(({ width, height }) => `${width}x${height}`);

test('it opens with a terminal that takes what one types', async () => {
  const canvas = await connectToThisMachine(page, appliance);
  assert.equal(await size(), '1024x640');
  await page.getByRole('region', { name: 'Session' }).getByText('virtual desktop', { exact: true }).waitFor();
  const id = new URL(page.url()).pathname.split('/').pop();
  assert.ok((await page.title()).includes(id.replace(/\B(?=(\d{3})+$)/g, '\u00a0')), 'the title does not say which machine it is');
  const colours = ({ data }) => new Set(Array.from({ length: data.length / 4 }, (_, at) => data.readUInt32BE(at * 4))).size;
  await eventually(async () => colours(await canvasPicture(page)) > 8, 'there is no terminal');
  await canvas.click();
  await hasFocus(canvas);
  await page.keyboard.type('printf "\\033]10;#123456\\007\\033]11;#fedcba\\007"; clear', { delay: 5 });
  await page.keyboard.press('Enter');
  await eventually(async () => {
    const { data } = await canvasPicture(page);
    let count = 0;
    for (let at = 0; at < data.length; at += 4) if (data.readUIntBE(at, 3) === 0xfedcba) count += 1;
    return count > 50000;
  }, 'the terminal did not run what was typed');
});

test('it follows the size of the window', async () => {
  await page.getByRole('button', { name: 'View', exact: true }).click();
  await page.getByText('Resize', { exact: true }).click();
  await leaveByEscape(page.getByRole('dialog', { name: 'View' }));
  for (const [width, height] of [[1440, 900], [1101, 701]]) {
    await page.setViewportSize({ width, height });
    await eventually(async () => {
      const room = await page.locator('main').evaluate(({ clientWidth, clientHeight }) => `${clientWidth}x${clientHeight}`);
      return (await size()) === room;
    }, `the desktop did not become as large as a window of ${width}x${height}`);
  }
});

test('a viewer that comes later sees the same', async () => {
  const later = await page.context().newPage();
  await later.goto(page.url());
  await waitForPicture(later);
  await eventually(
    async () => differingPixels(await canvasPicture(page), await canvasPicture(later)) === 0,
    'two viewers see different things',
  );
  assert.deepEqual(browser.complaints, []);
});
