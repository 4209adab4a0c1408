// A second organization on the appliance: made by whoever owns it, used by its own people, deleted by its Owner.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { seriousFindings } from './support/axe.mjs';
import { hasFocus, leaveByEscape } from './support/focus.mjs';
import { checkLooks } from './support/looks.mjs';
import { desktop } from './support/browser.mjs';
import { owner } from './support/owner.mjs';
import { startStage } from './support/stage.mjs';

const theirs = { name: 'Branch Office', id: 'branch-office', email: owner.email, password: 'other horse battery' };

let stage, page, appliance, other, link;

before(async () => {
  stage = await startStage({ options: ['--desktop.enabled=off'] });
  ({ page, appliance } = stage);
});
after(() => stage?.stop());

const dialogOf = (one) => one.getByRole('dialog');
const row = (name) => page.getByRole('row').filter({ hasText: name });
const heading = (one, name) => one.getByRole('heading', { level: 1, name }).waitFor();
const copied = (one) => one.evaluate(() => navigator.clipboard.readText());

test('who set the appliance up sees the organizations on it', async () => {
  await page.goto(appliance.url);
  await page.getByRole('link', { name: 'Organizations' }).click();
  await heading(page, 'Organizations');
  await row(owner.organization).getByText('Owns this appliance').waitFor();
  await checkLooks(page, 'organizations-one');
});

test('and makes another one, with a link for its Owner that is shown once', async () => {
  await page.getByRole('button', { name: 'Create organization' }).click();
  const dialog = dialogOf(page);
  await hasFocus(dialog.getByRole('textbox', { name: 'Organization name' }));
  await dialog.getByRole('textbox', { name: 'Organization name' }).fill(theirs.name);
  await dialog.getByRole('textbox', { name: 'Organization ID' }).fill('Branch Office');
  await dialog.getByRole('textbox', { name: 'First name' }).fill('Bo');
  await dialog.getByRole('textbox', { name: 'Last name' }).fill('Branch');
  await dialog.getByRole('textbox', { name: 'Email' }).fill(theirs.email);
  await dialog.getByRole('button', { name: 'Create organization' }).click();
  await dialog.getByText('Use 2 to 40 lower-case letters').waitFor();
  await checkLooks(page, 'organizations-create');
  await dialog.getByRole('textbox', { name: 'Organization ID' }).fill('');
  await dialog.getByRole('button', { name: 'Create organization' }).click();
  await dialog.getByText(`A link for the Owner of ${theirs.name}`).waitFor();
  await checkLooks(page, 'organizations-link');
  await leaveByEscape(dialog);
  await row(theirs.name).getByText('Waits for its Owner').waitFor();
  assert.equal(await page.locator('code').count(), 0);
});

test('a link that got lost is made anew', async () => {
  await page.getByRole('button', { name: `New link for ${theirs.name}` }).click();
  const dialog = dialogOf(page);
  await dialog.getByText('An earlier link no longer works.').waitFor();
  assert.deepEqual(await seriousFindings(page), [], 'new link');
  await dialog.getByRole('button', { name: 'Make link' }).click();
  await dialog.getByRole('button', { name: 'Copy the link' }).click();
  link = await copied(page);
  assert.match(link, /^https:\/\/[^/]+\/set-password#[\w-]{43}$/);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await checkLooks(page, 'organizations-two');
});

test('its Owner follows the link and signs in, with the address that is used in the first one, too', async () => {
  const visitor = await stage.browser.visitor(desktop);
  other = await visitor.newPage();
  await other.goto(`${appliance.url}/set-password#${link.split('#')[1]}`);
  await other.getByText(`Welcome to ${theirs.name}, Bo.`).waitFor();
  await other.getByRole('textbox', { name: 'Password' }).fill(theirs.password);
  await other.getByRole('button', { name: 'Set Password' }).click();
  await other.getByRole('link', { name: 'Sign in', exact: true }).click();
  await heading(other, 'Sign in');
  assert.ok(!(await other.locator('body').innerText()).includes(owner.organization), 'the page to sign in names nobody');
  await other.getByRole('textbox', { name: 'Password' }).fill(theirs.password);
  await other.getByRole('button', { name: 'Sign in', exact: true }).click();
  await heading(other, 'Dashboard');
});

test('and sees nothing of the first organization', async () => {
  assert.equal(await other.getByRole('link', { name: 'Organizations' }).count(), 0);
  for (const path of ['/', '/clients', '/sessions', '/users', '/roles', '/groups', '/permission-sets', '/audit', '/relays', '/mail', '/user-providers', '/organization', '/license', '/invoices', '/profile']) {
    await other.goto(`${appliance.url}${path}`);
    await other.getByRole('heading', { level: 1 }).waitFor();
    await other.waitForLoadState('networkidle');
    const text = await other.locator('body').innerText();
    assert.ok(!text.includes(owner.organization), `${path} names the first organization`);
    assert.ok(!text.includes(`${owner.firstName} ${owner.lastName}`), `${path} names its Owner`);
  }
  await other.goto(`${appliance.url}/organizations`);
  await heading(other, 'No access');
});

test('it gets machines by tokens of its own', async () => {
  await other.goto(`${appliance.url}/clients/add`);
  await heading(other, 'Add machine');
  const answer = await other.evaluate(async () => {
    const me = await (await fetch('/api/v1/me')).json();
    const made = await fetch('/api/v1/enrolment-tokens', {
      method: 'POST', headers: { 'content-type': 'application/json', 'x-csrf-token': me.csrf_token },
      body: JSON.stringify({ label: 'Branch machines', uses: 1, days: 1 }),
    });
    return made.status;
  });
  assert.equal(answer, 201);
  const seen = await (await page.request.get(`${appliance.url}/api/v1/enrolment-tokens`)).json();
  assert.deepEqual(seen.items, []);
});

test('the first organization can’t be deleted, and says why', async () => {
  await page.goto(`${appliance.url}/organization`);
  await page.getByText('This organization owns the appliance').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Delete organization' }).count(), 0);
  await checkLooks(page, 'organization-own');
});

test('its Owner deletes it by typing its name', async () => {
  await other.goto(`${appliance.url}/organization`);
  await other.getByRole('button', { name: 'Delete organization' }).click();
  const dialog = dialogOf(other);
  await dialog.getByRole('textbox').fill('branch office');
  await dialog.getByRole('button', { name: 'Delete organization' }).click();
  await dialog.getByText('This is not the organization’s name.').waitFor();
  await checkLooks(other, 'organization-delete');
  await dialog.getByRole('textbox').fill(theirs.name);
  await dialog.getByRole('button', { name: 'Delete organization' }).click();
  await heading(other, 'Sign in');
  await other.getByText(`${theirs.name} is deleted.`).waitFor();
  await other.getByRole('textbox', { name: 'Organization ID' }).fill(theirs.id);
  await other.getByRole('textbox', { name: 'E-mail address' }).fill(theirs.email);
  await other.getByRole('textbox', { name: 'Password' }).fill(theirs.password);
  await other.getByRole('button', { name: 'Sign in', exact: true }).click();
  await other.getByRole('alert').waitFor();
});

test('which the appliance’s own log keeps', async () => {
  await page.goto(`${appliance.url}/audit`);
  await row('Another organization deleted').getByText(theirs.name).waitFor();
  await page.getByRole('table').getByText('Another organization made', { exact: true }).waitFor();
  await page.goto(`${appliance.url}/organizations`);
  await row(owner.organization).waitFor();
  assert.equal(await row(theirs.name).count(), 0);
});
