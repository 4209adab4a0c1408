// Passkeys, as a person goes the way with a device that has them: made in My Profile, used alone, after the password and
// when asked again, and taken away.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkLooks } from './support/looks.mjs';
import { owner } from './support/owner.mjs';
import { virtualAuthenticator } from './support/passkey.mjs';
import { startStage } from './support/stage.mjs';

const device = virtualAuthenticator();
let stage, page, guest;

before(async () => {
  stage = await startStage({ options: ['--desktop.enabled=off'] });
  page = stage.page;
  guest = await (await stage.browser.visitor()).newPage();
});
after(() => stage?.stop());

const visit = async (path, on = page) => {
  await on.goto(`${stage.appliance.url}${path}`);
  await device.before(on);
};
const button = (name, on = page) => on.getByRole('button', { name, exact: true });
const heading = (name, on = page) => on.getByRole('heading', { level: 1, name, exact: true });
const card = () => page.getByRole('region', { name: 'Multi-Factor Authentication', exact: true });
const edit = async () => {
  await visit('/profile');
  await button('Edit: Multi-Factor Authentication').click();
};
const showPassword = async (on) => {
  await visit('/sign-in', on);
  await on.getByLabel('E-mail address').fill(owner.email);
  await on.getByRole('textbox', { name: 'Password' }).fill(owner.password);
  await button('Sign in', on).click();
};
const look = async (on, name) => {
  await checkLooks(on, name);
  await device.before(on);
};
const signOut = () => guest.context().clearCookies();

test('My Profile takes a passkey as the only second factor', async () => {
  await edit();
  await page.getByRole('img', { name: /QR code/ }).waitFor();
  await button('Add a passkey instead').click();
  await page.getByLabel('Passkey Name').fill('Laptop');
  await look(page, 'passkey-add');
  await button('Create passkey').click();
  const list = page.getByRole('list', { name: 'Your recovery codes' });
  await list.waitFor();
  assert.equal(await list.getByRole('listitem').count(), 10);
  await button('I have kept them').click();
  await page.getByRole('row', { name: /Laptop/ }).waitFor();
  await look(page, 'passkey-list');
  await button('Done').click();
  await card().getByText('On', { exact: true }).waitFor();
  assert.equal(device.credentials.size, 1);
});

test('a passkey signs in alone, and what was sent then is worth nothing later', async () => {
  await guest.addInitScript(() => {
    const plain = window.fetch;
    window.fetch = async (request, ...rest) => {
      if (request.url?.endsWith('/login/passkey')) window.shown = await request.clone().text();
      return plain(request, ...rest);
    };
  });
  await visit('/sign-in', guest);
  await look(guest, 'sign-in-passkey');
  await button('Sign in with a passkey', guest).click();
  await heading('Dashboard', guest).waitFor();
  const data = JSON.parse(await guest.evaluate(() => window.shown));
  const again = await guest.request.post(`${stage.appliance.url}/api/v1/login/passkey`, { data, headers: { origin: stage.appliance.url } });
  assert.equal(again.status(), 401);
  assert.equal((await again.json()).code, 'wrong_passkey');
  await visit('/profile');
  await page.getByRole('table', { name: 'Login history' }).getByText('passkey', { exact: false }).first().waitFor();
});

test('a passkey is the second step after the password', async () => {
  await signOut();
  await showPassword(guest);
  await heading('Second step', guest).waitFor();
  await guest.getByLabel('Recovery code').waitFor(); // there is no device that makes codes
  await look(guest, 'sign-in-second-passkey');
  await button('Use a passkey', guest).click();
  await heading('Dashboard', guest).waitFor();
});

test('a dialog that is closed says so, and leaves the other ways', async () => {
  await signOut();
  device.verifies = false;
  await visit('/sign-in', guest);
  await button('Sign in with a passkey', guest).click();
  await guest.getByRole('alert').getByText(/^No passkey was used\./).waitFor();
  await look(guest, 'sign-in-passkey-closed');
  await showPassword(guest);
  await heading('Second step', guest).waitFor();
  device.verifies = true;
});

test('a passkey shows that it is you, and a device has one only', async () => {
  await edit();
  await button('Add a passkey').click();
  await page.getByLabel('Passkey Name').fill('The same laptop');
  await page.route(
    '**/second-factor/passkeys/options',
    (route) =>
      route.fulfill({
        status: 403,
        contentType: 'application/problem+json',
        body: JSON.stringify({ status: 403, code: 'confirmation_wanted', detail: 'Show that it is you, then try again.' }),
      }),
    { times: 1 },
  );
  await button('Create passkey').click();
  await page.getByRole('heading', { name: 'Is it you?' }).waitFor();
  await look(page, 'confirm-passkey');
  const confirmed = page.waitForResponse((response) => response.url().endsWith('/me/confirm'));
  await button('Use a passkey').click();
  assert.equal((await confirmed).status(), 204);
  await page.getByRole('alert').getByText(/^This device has a passkey of yours already\./).waitFor();
});

test('a passkey that was removed signs nobody in', async () => {
  await edit();
  await button('Remove Laptop').click();
  await page.getByText(/your password alone signs you in again/).waitFor();
  await look(page, 'passkey-remove');
  await button('Remove').click();
  await page.getByText('Laptop has been removed.').waitFor();
  await visit('/sign-in', guest);
  await button('Sign in with a passkey', guest).click();
  await guest.getByText('This passkey does not sign in here', { exact: false }).waitFor();
  await showPassword(guest);
  await heading('Dashboard', guest).waitFor();
});

test('by an IP address there are no passkeys, and the page says why', async () => {
  const { url } = stage.appliance;
  const there = url.replace('localhost', '127.0.0.1');
  const other = await (await stage.browser.visitor()).newPage();
  await other.goto(`${there}/sign-in`);
  await other.getByLabel('E-mail address').fill(owner.email);
  assert.equal(await button('Sign in with a passkey', other).count(), 0);
  await other.getByRole('textbox', { name: 'Password' }).fill(owner.password);
  await button('Sign in', other).click();
  await heading('Dashboard', other).waitFor();
  await other.goto(`${there}/profile`);
  await button('Edit: Multi-Factor Authentication', other).click();
  await other.getByText('Passkeys belong to a name', { exact: false }).waitFor();
  assert.deepEqual(stage.browser.complaints, []);
});
