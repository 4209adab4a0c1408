// What those see of people and rights who may look only, or may do less than others; and two who work at the same thing.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkLooks } from './support/looks.mjs';
import { eventually } from './support/process.mjs';
import { startStage } from './support/stage.mjs';

const password = 'violet lamps hum quietly';
let stage, page, adminsPage, officersPage, csrf;
const ids = {};

const visit = (path, on = page) => on.goto(`${stage.appliance.url}${path}`);
const button = (name, on = page) => on.getByRole('button', { name, exact: true });
const heading = (name, on = page) => on.getByRole('heading', { level: 1, name, exact: true });

// As the owner, without pages.
async function ask(method, path, data) {
  const answer = await stage.visitor.request[method](`${stage.appliance.url}/api/v1/${path}`, {
    data,
    headers: { origin: stage.appliance.url, 'X-CSRF-Token': csrf },
  });
  assert.ok(answer.ok(), `${method} ${path}: ${answer.status()}`);
  return answer.status() === 204 ? null : answer.json();
}

// A page of somebody new who has this preconfigured role, too.
async function pageOf(first_name, key) {
  const email = `${first_name.toLowerCase()}@example.org`;
  const { user, link } = await ask('post', 'users', { first_name, last_name: 'Test', email });
  const role = (await ask('get', 'roles')).items.find((one) => one.key === key);
  await ask('put', `users/${user.id}/roles/${role.id}`, {});
  ids[first_name] = user.id;
  const theirs = await (await stage.browser.visitor()).newPage();
  await theirs.goto(link);
  await theirs.getByRole('textbox', { name: 'Password' }).fill(password);
  await button('Set Password', theirs).click();
  await theirs.getByRole('link', { name: 'Sign in', exact: true }).click();
  await theirs.getByRole('textbox', { name: 'Password' }).fill(password);
  await button('Sign in', theirs).click();
  await heading('Dashboard', theirs).waitFor();
  return theirs;
}

before(async () => {
  stage = await startStage({ options: ['--desktop.enabled=off'] });
  page = stage.page;
  const me = await (await stage.visitor.request.get(`${stage.appliance.url}/api/v1/me`)).json();
  csrf = me.csrf_token;
  ids.Ines = me.user.id;
  adminsPage = await pageOf('Ada', 'admin');
  officersPage = await pageOf('Dora', 'data_protection_officer');
});
after(() => stage?.stop());

test('who may do less than somebody can look at them, and is told why no more', async () => {
  await visit(`/users/${ids.Ines}`, adminsPage);
  await adminsPage.getByText('They may do more than you').waitFor();
  for (const name of ['Edit', 'Give a role', 'Put into a group']) assert.equal(await button(name, adminsPage).count(), 0, name);
  await button('Options', adminsPage).click();
  await adminsPage.getByRole('menuitem', { name: 'What they did' }).waitFor();
  assert.equal(await adminsPage.getByRole('menuitem').count(), 1);
  await checkLooks(adminsPage, 'user-more-than-yours');
});

test('nobody gives what they do not have', async () => {
  await visit('/permission-sets/new', adminsPage);
  const license = adminsPage.getByRole('radiogroup', { name: 'License', exact: true });
  await license.waitFor();
  await eventually(() => license.getByRole('radio', { name: 'View & Edit' }).isDisabled(), 'may give what they do not have');
  assert.ok(await license.getByRole('radio', { name: 'View', exact: true }).isEnabled());
  await visit(`/users/${ids.Dora}`, adminsPage);
  await button('Give a role', adminsPage).click();
  const choices = await adminsPage.getByLabel('Role', { exact: true }).getByRole('option').allTextContents();
  assert.ok(choices.includes('Admin') && !choices.includes('Owner'), choices.join());
});

test('the last Owner stays Owner, and is told what to do first', async () => {
  await visit(`/users/${ids.Ines}`);
  await button('Take away Owner').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take away' }).click();
  await page.getByText('Nobody would be left who is Owner and can sign in. Make somebody else Owner first.').waitFor();
  await checkLooks(page, 'user-last-owner');
  await button('Take away Owner').waitFor();
  const { owner } = await ask('get', 'me');
  assert.equal(owner, true);
});

test('who may only look finds nothing to press', async () => {
  for (const [path, name] of [['/users', 'Users'], ['/roles', 'Roles'], ['/groups', 'Groups'], ['/permission-sets', 'Permission Sets'], ['/audit', 'Audit']]) {
    await officersPage.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }).click();
    await heading(name, officersPage).waitFor();
    assert.equal(await officersPage.getByRole('main').getByText(/^Create /).count(), 0, path);
  }
  await officersPage.getByRole('row', { name: /User created/ }).first().waitFor();
  await visit('/permission-sets/new', officersPage);
  await heading('No access', officersPage).waitFor();
});

test('a permission set that two edit keeps both changes', async () => {
  const made = await ask('post', 'permission-sets', { name: 'Desk', access: { clients: 'view' } });
  await visit(`/permission-sets/${made.id}/edit`);
  await page.getByLabel('Description').fill('At the desk.');
  await ask('patch', `permission-sets/${made.id}`, { access: { clients: 'edit' } });
  await button('Save Permission Set').click();
  await page.getByText('Access Control was changed to “View & Edit: Clients”, and is so here now, too.').waitFor();
  await checkLooks(page, 'permission-set-stale');
  await button('Save Permission Set').click();
  await heading('Desk').waitFor();
  const { description, access } = await ask('get', `permission-sets/${made.id}`);
  assert.deepEqual([description, access.clients], ['At the desk.', 'edit']);
});

test('an edit that touches something else than the other is saved without a question', async () => {
  await visit(`/users/${ids.Dora}`);
  await button('Edit').click();
  await page.getByLabel('Last name').fill('Tester');
  await ask('patch', `users/${ids.Dora}`, { disabled: true });
  await button('Save').click();
  await heading('Dora Tester').waitFor();
  await heading('Sign in', officersPage).waitFor();
});

test('the page of somebody who is deleted meanwhile says so', async () => {
  await visit(`/users/${ids.Dora}`, adminsPage);
  await heading('Dora Tester', adminsPage).waitFor();
  await ask('delete', `users/${ids.Dora}`);
  await heading('No such user', adminsPage).waitFor();
});

test('no fault, no refused policy, no request to anybody else', () => assert.deepEqual(stage.browser.complaints, []));
