// Mail: a user gets the link by it, a password that was forgotten is set anew, and the page tells what went out.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkLooks } from './support/looks.mjs';
import { owner } from './support/owner.mjs';
import { startSmtp } from './support/smtp.mjs';
import { startStage } from './support/stage.mjs';

const password = 'violet lamps hum quietly';
let smtp, stage, page, toms;

before(async () => {
  smtp = await startSmtp();
  stage = await startStage({ options: ['--desktop.enabled=off', ...smtp.options] });
  page = stage.page;
  toms = await (await stage.browser.visitor()).newPage();
});
after(async () => {
  await stage?.stop();
  await smtp?.stop();
});

const visit = (path, on = page) => on.goto(`${stage.appliance.url}${path}`);
const button = (name, on = page) => on.getByRole('button', { name, exact: true });
const heading = (name, on = page) => on.getByRole('heading', { level: 1, name, exact: true });
const linkIn = (message) => /https:\/\/localhost:\d+\/set-password#[\w-]+/.exec(message)[0];
const row = (text) => page.getByRole('row').filter({ hasText: text });
const create = async (first, email) => {
  await visit('/users');
  await button('Create User').click();
  await page.getByLabel('First name').fill(first);
  await page.getByLabel('Last name').fill('Tester');
  await page.getByLabel('Email', { exact: true }).fill(email);
};

test('a new user gets the link by mail', async () => {
  await create('Tom', 'tom@example.org');
  assert.ok(await page.getByLabel('Send it to this address').isChecked());
  await checkLooks(page, 'user-create-mail');
  await button('Create').click();
  await page.getByText('The link is on its way to tom@example.org.').waitFor();
  await row('Tom Tester').getByText('Password not set').waitFor();
  const message = await smtp.lastTo('tom@example.org');
  assert.match(message, /Organization ID: acme-support/);
  await toms.goto(linkIn(message));
  await toms.getByRole('textbox', { name: 'Password' }).fill(password);
  await button('Set Password', toms).click();
  await heading('Your password is set', toms).waitFor();
});

test('the link can still be handed over by choice', async () => {
  await create('Hanna', 'hanna@example.org');
  await page.getByLabel('Show it to me, I hand it over').check();
  await button('Create').click();
  await page.getByText(/It is good once, until/).waitFor();
  await button('Done').click();
});

test('who forgot a password gets a link, and nobody learns who has an account', async () => {
  const before = smtp.messages().length;
  await visit('/sign-in', toms);
  await toms.getByRole('link', { name: 'Forgot your password?' }).click();
  await heading('Forgot your password?', toms).waitFor();
  await checkLooks(toms, 'forgot-password');
  for (const email of ['nobody@example.org', 'tom@example.org']) {
    await visit('/forgot-password', toms);
    await toms.getByLabel('E-mail address').fill(email);
    await button('Send the link', toms).click();
    await heading('Look into your mail', toms).waitFor();
    await toms.getByText(`If ${email} belongs to an account`).waitFor();
  }
  await checkLooks(toms, 'forgot-password-sent');
  const message = await smtp.lastTo('tom@example.org', before);
  assert.equal(smtp.messages().length, before + 1);
  await toms.goto(linkIn(message));
  await toms.getByRole('textbox', { name: 'Password' }).fill(`${password} anew`);
  await button('Set Password', toms).click();
  await heading('Your password is set', toms).waitFor();
});

test('an administrator sends a link from the user’s page', async () => {
  await visit('/users');
  await page.getByRole('link', { name: 'Tom Tester' }).click();
  await button('Options').click();
  await page.getByRole('menuitem', { name: 'Mail a link to set a password' }).click();
  await page.getByText('It goes to tom@example.org').waitFor();
  await checkLooks(page, 'user-mail-link');
  await button('Send link').click();
  await page.getByText('The link is on its way to tom@example.org.').waitFor();
});

test('the page tells what was sent, what failed and why, and sends again', async () => {
  for (const [first, email] of [['Nora', 'never@example.org'], ['Lara', 'later@example.org']]) {
    await create(first, email);
    await button('Create').click();
    await button('Create').waitFor({ state: 'detached' });
  }
  await page.getByRole('link', { name: 'Mail', exact: true }).click();
  await heading('Mail').waitFor();
  await row('never@example.org').getByText('550 5.1.1 No such mailbox here').waitFor();
  await row('later@example.org').getByText('451 4.7.1 Greylisted').waitFor();
  await row('tom@example.org').first().getByText('Sent', { exact: true }).waitFor();
  await checkLooks(page, 'mail');
  await button('Send again to never@example.org').click();
  await page.getByText('The message to never@example.org is on its way.').waitFor();
  await button('Send a test message').click();
  await page.getByText(`A test message to ${owner.email} is on its way.`).waitFor();
  await row('Test message').getByText('Sent', { exact: true }).waitFor();
  assert.match(await smtp.lastTo(owner.email), /Subject: Test message of Acme Support/);
  await page.getByLabel('Which messages to show').selectOption('Failed');
  await row('never@example.org').waitFor();
  await row('tom@example.org').first().waitFor({ state: 'detached' });
  await visit('/audit?action=mail.');
  await row('Test message sent').waitFor();
  await page.getByRole('link', { name: 'Mail', exact: true }).click();
  await page.getByText('Filter is on, as you left it.').waitFor();
  await page.waitForURL(/\/mail\?state=failed$/);
  await button('Columns').click();
  await page.getByRole('menuitem', { name: 'Written shown', exact: true }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('columnheader', { name: 'Written' }).waitFor({ state: 'detached' });
  await checkLooks(page, 'mail-as-left');
  await button('Reset').click();
  await row('tom@example.org').first().waitFor();
  await visit('/audit?action=mail.');
  await row('Test message sent').waitFor();
});
