// What a page shows while it waits, when there is nothing yet, and when the appliance gives no answer or a wrong one.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { seriousFindings } from './support/axe.mjs';
import { eventually } from './support/process.mjs';
import { startStage } from './support/stage.mjs';

const pages = [
  '/', '/clients', '/clients/add', '/clients/approvals', '/address-books', '/address-books/personal', '/sessions', '/users', '/roles', '/groups', '/permission-sets',
  '/audit', '/relays', '/user-providers', '/organization', '/license', '/invoices', '/profile',
];
// All that is asked for beyond who is signed in.
const content = (url) => /^\/api\/v1\/(?!state$|me$|events$)/.test(url.pathname);
let stage, page;

before(async () => {
  stage = await startStage({ options: ['--desktop.enabled=off'] });
  page = stage.page;
});
after(() => stage?.stop());

const visit = (path) => page.goto(`${stage.appliance.url}${path}`);
const skeletons = () => page.locator('.mantine-Skeleton-root');
const check = async (what) => assert.deepEqual(await seriousFindings(page), [], what);

test('there is a place for what is on its way', async () => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route(content, async (route) => {
    await held;
    await route.continue().catch(() => {}); // asked for by a page that was left
  });
  for (const path of pages) {
    await visit(path);
    await skeletons().first().waitFor();
    await check(`${path} loading`);
  }
  release();
  await page.unroute(content);
  await skeletons().first().waitFor({ state: 'detached' });
});

test('an empty list says so', async () => {
  for (const path of ['/clients', '/clients/add', '/clients/approvals', '/address-books', '/address-books/personal', '/sessions', '/groups', '/permission-sets', '/relays']) {
    await visit(path);
    await page.getByText(/^No .+ yet$/).first().waitFor();
    await check(`${path} empty`);
  }
});

for (const [fault, answer, words] of [
  ['no answer', (route) => route.abort(), 'No answer'],
  ['a wrong answer', (route) => route.fulfill({ status: 500, contentType: 'text/html', body: '<p>oops' }), 'This could not be loaded'],
]) {
  test(`${fault} is told, and tried again`, async () => {
    for (const path of pages) {
      await page.route(content, answer);
      await visit(path);
      await page.getByText(words, { exact: true }).first().waitFor();
      await check(`${path}, ${fault}`);
      await page.unroute(content);
      // Each part of a page that could not be loaded is tried again by itself.
      const again = page.getByRole('button', { name: 'Try again' });
      for (let parts = await again.count(); parts > 0; parts -= 1) {
        await again.first().click();
        await eventually(async () => (await again.count()) < parts, `${path} did not come`);
      }
      assert.equal(await page.getByText(words, { exact: true }).count(), 0, path);
    }
  });
}

test('no fault, no refused policy, no request to anybody else', () => assert.deepEqual(stage.browser.complaints, []));
