// The license: what the page says of it, who is billed for it, and how whoever owns the appliance changes those of others.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { leaveByEscape } from './support/focus.mjs';
import { checkLooks } from './support/looks.mjs';
import { owner } from './support/owner.mjs';
import { eventually } from './support/process.mjs';
import { startStage } from './support/stage.mjs';

const password = 'violet lamps hum quietly';
let stage, page, appliance, me;

before(async () => {
  stage = await startStage({ options: ['--desktop.enabled=off'] });
  ({ page, appliance } = stage);
  me = await (await page.request.get(`${appliance.url}/api/v1/me`)).json();
});
after(() => stage?.stop());

const visit = (path, on = page) => on.goto(`${appliance.url}${path}`);
const button = (name, on = page) => on.getByRole('button', { name, exact: true });
const heading = (name, on = page) => on.getByRole('heading', { level: 1, name, exact: true }).waitFor();
const tab = (name, on = page) => on.getByRole('navigation').getByRole('link', { name, exact: true });
const row = (name) => page.getByRole('row').filter({ hasText: name });
const dialog = () => page.getByRole('dialog');
const field = (name, on = page) => on.getByRole('textbox', { name, exact: true });
const api = async (method, path, data) => {
  const answer = await page.request.fetch(`${appliance.url}/api/v1${path}`, {
    method, data, headers: { origin: appliance.url, 'x-csrf-token': me.csrf_token },
  });
  assert.ok(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`);
  return answer.status() === 204 ? undefined : answer.json();
};

test('the page says which license one has, what is in it, and what is in the others', async () => {
  await visit('/');
  await tab('License').click();
  await heading('License');
  await page.getByText('Does not expire').waitFor();
  await page.getByText('An organization', { exact: true }).waitFor();
  const table = page.getByRole('table', { name: 'The licenses' });
  await table.getByRole('columnheader', { name: /^Ultimate\s*Yours$/ }).waitFor();
  const has = async (name) => (await table.getByRole('row').filter({ hasText: name }).getByRole('cell').allInnerTexts()).map((text) => text.trim());
  assert.deepEqual(await has('Permission Sets'), ['No', 'No', 'Yes']);
  assert.deepEqual(await has('User providers'), ['No', 'No', 'Yes']);
  assert.deepEqual(await has('Manage user roles'), ['No', 'Yes', 'Yes']);
  assert.deepEqual(await has('Invite users'), ['Yes', 'Yes', 'No']);
  assert.deepEqual(await has('Manage users'), ['Yes', 'Yes', 'Yes']);
  await checkLooks(page, 'license');
  await page.getByRole('link', { name: 'Go to Organizations' }).click();
  await heading('Organizations');
});

test('what only a team has is not in it', async () => {
  assert.equal(await tab('Team').count(), 0);
  await visit('/team');
  await heading('Not in your license');
  await page.getByText('Your license is Ultimate').waitFor();
  await checkLooks(page, 'license-missing');
  await page.getByRole('link', { name: 'What is in it' }).click();
  await heading('License');
});

test('who is billed is written down, and a change of somebody else is not overwritten unseen', async () => {
  await tab('Invoices').click();
  await heading('Invoices');
  await page.getByText('Nothing is charged here').waitFor();
  await field('Company').fill('Acme Ltd');
  await field('Payment').fill('By transfer,\nonce a year');
  await field('Email').fill('invoices@acme.example');
  await button('Save').click();
  await page.getByText('Saved.').waitFor();
  await checkLooks(page, 'invoices');
  await field('City').fill('Berlin');
  await api('PATCH', '/billing', { city: 'Hamburg', country: 'Germany' });
  await button('Save').click();
  await page.getByText('Somebody else has changed this meanwhile').waitFor();
  await page.getByText('City was changed to “Hamburg”.').waitFor();
  assert.equal(await field('Country').inputValue(), 'Germany');
  await checkLooks(page, 'invoices-stale');
  await button('Save').click();
  await eventually(async () => (await api('GET', '/billing')).city === 'Berlin', 'it was not saved');
  assert.equal((await api('GET', '/billing')).payment, 'By transfer,\nonce a year');
});

test('who may only look at it can’t change it, and who may not does not see it', async () => {
  const people = {};
  for (const [first, role] of [['Ada', 'Auditor'], ['Tom', null]]) {
    const { user, link } = await api('POST', '/users', { first_name: first, last_name: 'Tester', email: `${first}@example.org` });
    if (role) {
      const { items } = await api('GET', '/roles');
      const found = items.find(({ access, key }) => key && key !== 'owner' && access.invoices === 'view');
      await api('PUT', `/users/${user.id}/roles/${found.id}`, { expires_at: null });
    }
    const one = await (await stage.browser.visitor()).newPage();
    const post = (path, data) => one.request.post(`${appliance.url}/api/v1${path}`, { data, headers: { origin: appliance.url } });
    assert.ok((await post('/account-links/use', { token: link.split('#')[1], password })).ok());
    assert.ok((await post('/login', { organization_id: me.organization.id, email: user.email, password })).ok());
    people[first] = one;
  }
  await visit('/invoices', people.Ada);
  await people.Ada.getByText('invoices@acme.example').waitFor();
  assert.equal(await button('Save', people.Ada).count(), 0);
  await checkLooks(people.Ada, 'invoices-view');
  await visit('/license', people.Ada);
  await people.Ada.getByText('Whoever runs this appliance gives it to you.').waitFor();
  await visit('/', people.Tom);
  await heading('Dashboard', people.Tom);
  assert.equal(await tab('License', people.Tom).count() + (await tab('Invoices', people.Tom).count()), 0);
  await visit('/license', people.Tom);
  await heading('No access', people.Tom);
});

test('a team is made beside the organization', async () => {
  await visit('/organizations');
  await button('Create organization').click();
  await page.getByRole('radio', { name: 'Standard' }).check();
  await dialog().getByText('Team Setup').waitFor();
  await field('Team name').fill('Support Berlin');
  await field('Short description').fill('Helps the shops in Berlin.');
  await field('First name').fill('Bo');
  await field('Last name').fill('Berlin');
  await field('Email').fill('bo@example.org');
  await checkLooks(page, 'license-team-setup');
  await button('Create team').click();
  await dialog().getByText('A link for the Owner of Support Berlin').waitFor();
  await leaveByEscape(dialog());
  await row('Support Berlin').getByText('Standard').waitFor();
  await row(owner.organization).getByText('Ultimate').waitFor();
});

test('its license is changed', async () => {
  await button('Change license of Support Berlin').click();
  await dialog().getByText('It holds at once.').waitFor();
  await page.getByRole('radio', { name: 'Advanced' }).check();
  await checkLooks(page, 'license-change');
  await button('Save').click();
  await page.getByText('Support Berlin has Advanced now.').waitFor();
  await row('Support Berlin').getByText('Advanced').waitFor();
  await checkLooks(page, 'license-organizations');
});

test('a smaller one is not given while there is what it does not have', async () => {
  await api('POST', '/groups', { name: 'Night shift', description: '' });
  await button(`Change license of ${owner.organization}`).click();
  await page.getByRole('radio', { name: 'Standard' }).check();
  await button('Save').click();
  await dialog().getByRole('alert').getByText(/1 group/).waitFor();
  await checkLooks(page, 'license-in-use');
  await leaveByEscape(dialog());
  await row(owner.organization).getByText('Ultimate').waitFor();
});

test('no fault, no refused policy, no request to anybody else', () => assert.deepEqual(stage.browser.complaints, []));
