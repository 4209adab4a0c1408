// A second factor, as a person goes the way: set up in My Profile, asked at sign-in, taken away by somebody who may.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkLooks } from './support/looks.mjs';
import { owner } from './support/owner.mjs';
import { startStage } from './support/stage.mjs';
import { authenticator } from './support/totp.mjs';

let stage, page, guest, nextCode;
let recoveryCodes = [];

before(async () => {
  stage = await startStage({ options: ['--desktop.enabled=off'] });
  page = stage.page;
  guest = await (await stage.browser.visitor()).newPage();
});
after(() => stage?.stop());

const visit = (path, on = page) => on.goto(`${stage.appliance.url}${path}`);
const button = (name, on = page) => on.getByRole('button', { name, exact: true });
const heading = (name, on = page) => on.getByRole('heading', { level: 1, name, exact: true });
const card = (name, on = page) => on.getByRole('region', { name, exact: true });
const showPassword = async (on) => {
  await visit('/sign-in', on);
  await on.getByLabel('E-mail address').fill(owner.email);
  await on.getByRole('textbox', { name: 'Password' }).fill(owner.password);
  await button('Sign in', on).click();
};
// The appliance wants to see once who is there, as it does five minutes after the sign-in.
const wantConfirmation = (pattern) =>
  page.route(
    pattern,
    (route) =>
      route.fulfill({
        status: 403,
        contentType: 'application/problem+json',
        body: JSON.stringify({ status: 403, code: 'confirmation_wanted', detail: 'Show that it is you, then try again.' }),
      }),
    { times: 1 },
  );

test('My Profile > Multi-Factor Authentication > Edit enables it after a valid code, and the password', async () => {
  await visit('/profile');
  await card('Multi-Factor Authentication').getByText('Off', { exact: true }).waitFor();
  await checkLooks(page, 'factor-off');
  await wantConfirmation('**/second-factor/secret');
  await button('Edit: Multi-Factor Authentication').click();
  await page.getByLabel('Your password').fill('not my password');
  await button('Go on').click();
  await page.getByText('This is not your password.').waitFor();
  await checkLooks(page, 'confirm-password');
  await page.getByLabel('Your password').fill(owner.password);
  await page.keyboard.press('Enter');
  await page.getByRole('img', { name: /QR code/ }).waitFor();
  await checkLooks(page, 'factor-add');
  const secret = (await button(/^Copy: [A-Z2-7 ]{39}$/).getAttribute('aria-label')).slice(6).replaceAll(' ', '');
  nextCode = authenticator(secret);
  await page.getByLabel('Device Name').fill('Phone');
  await page.getByLabel('Code', { exact: true }).fill('000000');
  await button('Enable MFA').click();
  await page.getByText(/This code is not right/).waitFor();
  await page.getByLabel('Code', { exact: true }).fill(await nextCode());
  await page.keyboard.press('Enter');
  const list = page.getByRole('list', { name: 'Your recovery codes' });
  await list.waitFor();
  recoveryCodes = await list.getByRole('listitem').allTextContents();
  assert.equal(recoveryCodes.length, 10);
  await checkLooks(page, 'factor-codes');
  await button('I have kept them').click();
  await page.getByRole('row', { name: /Phone/ }).waitFor();
  await checkLooks(page, 'factor-devices');
  await button('Done').click();
  await card('Multi-Factor Authentication').getByText('On', { exact: true }).waitFor();
  await page.getByText('Recovery codes: 10 left.', { exact: false }).waitFor();
  await checkLooks(page, 'factor-on');
});

test('sign-in asks for the code after the password, and takes each code once', async () => {
  await showPassword(guest);
  await heading('Second step', guest).waitFor();
  await checkLooks(guest, 'sign-in-code');
  await visit('/', guest);
  await heading('Sign in', guest).waitFor(); // not signed in yet
  await showPassword(guest);
  await guest.getByLabel('Code').fill('123');
  await guest.keyboard.press('Enter');
  await guest.getByText('This code is not right, or it was used already.').waitFor();
  await checkLooks(guest, 'sign-in-wrong-code');
  await guest.getByLabel('Code').fill(await nextCode());
  await guest.keyboard.press('Enter');
  await heading('Dashboard', guest).waitFor();
});

test('a recovery code signs in when the device is lost, once', async () => {
  await guest.context().clearCookies();
  await showPassword(guest);
  await button('My device is not at hand', guest).click();
  await guest.getByLabel('Recovery code').fill(recoveryCodes[0].toLowerCase());
  await button('Sign in', guest).click();
  await heading('Dashboard', guest).waitFor();
  await guest.context().clearCookies();
  await showPassword(guest);
  await button('My device is not at hand', guest).click();
  await guest.getByLabel('Recovery code').fill(recoveryCodes[0]);
  await button('Sign in', guest).click();
  await guest.getByText('This code is not right, or it was used already.').waitFor();
});

test('a role can require a second factor, also of who is signed in already', async () => {
  const tom = { organization: '', email: 'tom@example.org', password: 'violet lamps hum quietly' };
  await visit('/users');
  await button('Create User').click();
  await page.getByLabel('First name').fill('Tom');
  await page.getByLabel('Last name').fill('Tester');
  await page.getByLabel('Email', { exact: true }).fill(tom.email);
  await button('Create').click();
  await button('Copy the link').click();
  await button('Copied').waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await button('Done').click();
  const toms = await (await stage.browser.visitor()).newPage();
  await toms.goto(link);
  await toms.getByRole('textbox', { name: 'Password' }).fill(tom.password);
  await button('Set Password', toms).click();
  await toms.getByRole('link', { name: 'Sign in', exact: true }).click();
  await toms.getByRole('textbox', { name: 'Password' }).fill(tom.password);
  await button('Sign in', toms).click();
  await heading('Dashboard', toms).waitFor();

  await visit('/roles');
  await page.getByRole('link', { name: 'User', exact: true }).click();
  await heading('User').waitFor();
  await page.getByText('Require a second factor', { exact: true }).click();
  await page.getByText('Saved.').waitFor();
  await checkLooks(page, 'role-factor');

  await heading('Set up a second factor', toms).waitFor();
  await toms.getByRole('img', { name: /QR code/ }).waitFor();
  await checkLooks(toms, 'must-set-up');
  await visit('/profile', toms);
  await heading('Set up a second factor', toms).waitFor(); // no way round it
  const secret = (await button(/^Copy: [A-Z2-7 ]{39}$/, toms).getAttribute('aria-label')).slice(6).replaceAll(' ', '');
  await toms.getByLabel('Device Name').fill('Phone');
  await toms.getByLabel('Code', { exact: true }).fill(await authenticator(secret)());
  await toms.keyboard.press('Enter');
  await button('I have kept them', toms).click();
  await heading('My Profile', toms).waitFor();

  await visit('/users');
  await page.getByRole('link', { name: 'Tom Tester' }).click();
  await button('Options').click();
  await page.getByRole('menuitem', { name: 'Remove second factor' }).click();
  await button('Remove second factor').click();
  await page.getByText('Tom Tester has no second factor any more.').waitFor();
  await heading('Set up a second factor', toms).waitFor();
});

test('removing the device wants a code, a recovery code will do, and a no leaves it', async () => {
  await visit('/profile');
  await button('Edit: Multi-Factor Authentication').click();
  const remove = async () => {
    await wantConfirmation('**/second-factor/devices/*');
    await button('Remove Phone').click();
    await button('Remove').click();
    await page.getByRole('heading', { name: 'Is it you?' }).waitFor();
  };
  await remove();
  await checkLooks(page, 'confirm-code');
  await page.getByRole('dialog', { name: 'Is it you?' }).getByRole('button', { name: 'Cancel' }).last().click();
  await page.getByText('Show that it is you, then try again.').waitFor();
  await page.getByRole('row', { name: /Phone/ }).waitFor();
  await remove();
  await page.getByLabel('Code from your device').fill(recoveryCodes[1]);
  await button('Go on').click();
  await page.getByText('Phone has been removed.').waitFor();
});
