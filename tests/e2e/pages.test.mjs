// Every page and every state of the viewer, at both widths, light and dark: nothing serious found by axe.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startAppliance } from './support/appliance.mjs';
import { seriousFindings } from './support/axe.mjs';
import { desktop, phone, startBrowser } from './support/browser.mjs';
import { setUp, signInQuickly } from './support/owner.mjs';
import { portalPages, viewerStates } from './support/tour.mjs';

const looks = [
  { name: 'wide, light', options: { ...desktop, colorScheme: 'light' } },
  { name: 'phone, dark', options: { ...phone, colorScheme: 'dark' } },
  { name: 'wide, dark', options: { ...desktop, colorScheme: 'dark' } },
  { name: 'phone, light', options: { ...phone, colorScheme: 'light' } },
];
let appliance, browser;

before(async () => {
  appliance = await startAppliance();
  browser = await startBrowser();
});
after(async () => {
  await browser?.stop();
  await appliance?.stop();
});

const check = (page) => async (name) => assert.deepEqual(await seriousFindings(page), [], name);

test('the set-up pages', async () => {
  const page = await (await browser.visitor(looks[1].options)).newPage();
  await setUp(page, appliance, check(page));
});

for (const { name, options } of looks) {
  test(`the pages, ${name}`, async () => {
    const visitor = await browser.visitor(options);
    const page = await visitor.newPage();
    await page.goto(`${appliance.url}/sign-in`);
    await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
    await check(page)('sign-in');
    await signInQuickly(visitor, appliance);
    await viewerStates(page, appliance, check(page));
    await portalPages(page, appliance, check(page));
    await visitor.close();
  });
}

test('no fault, no refused policy, no request to anybody else', () => assert.deepEqual(browser.complaints, []));
