// The settings: where users come from, with a provider that this version does not have, and what holds for the organization.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hasFocus, leaveByEscape, pressAt } from './support/focus.mjs';
import { checkLooks } from './support/looks.mjs';
import { owner } from './support/owner.mjs';
import { startStage } from './support/stage.mjs';
import { setUserProvider } from './support/store.mjs';

const password = 'violet lamps hum quietly';
const elsewhere = 'Users come from IDP, so nobody is created or invited here.';
let stage, page, appliance, me, ada, tom;

before(async () => {
  stage = await startStage({ options: ['--desktop.enabled=off'] });
  ({ page, appliance } = stage);
  me = await (await page.request.get(`${appliance.url}/api/v1/me`)).json();
  ada = await person('Ada', 'accountant');
  tom = await person('Tom');
});
after(() => stage?.stop());

const visit = (path, on = page) => on.goto(`${appliance.url}${path}`);
const button = (name, on = page) => on.getByRole('button', { name, exact: true });
const heading = (name, on = page) => on.getByRole('heading', { level: 1, name, exact: true }).waitFor();
const radio = (name, on = page) => on.getByRole('radio', { name, exact: true });
const dialog = () => page.getByRole('dialog');
const provider = (key) => setUserProvider(appliance, me.organization.id, key);
const ask = (method, path, data) =>
  page.request.fetch(`${appliance.url}/api/v1${path}`, { method, data, headers: { origin: appliance.url, 'x-csrf-token': me.csrf_token } });

async function signIn(on, email) {
  const credentials = { organization_id: me.organization.id, email, password };
  return on.request.post(`${appliance.url}/api/v1/login`, { data: credentials, headers: { origin: appliance.url } });
}

// Somebody signed in, with a preconfigured role beside User.
async function person(first, key) {
  const email = `${first.toLowerCase()}@example.org`;
  const { user, link } = await (await ask('POST', '/users', { first_name: first, last_name: 'Tester', email })).json();
  if (key) {
    const { items } = await (await ask('GET', '/roles')).json();
    await ask('PUT', `/users/${user.id}/roles/${items.find((role) => role.key === key).id}`, { expires_at: null });
  }
  const one = await (await stage.browser.visitor()).newPage();
  const use = { token: link.split('#')[1], password };
  assert.ok((await one.request.post(`${appliance.url}/api/v1/account-links/use`, { data: use, headers: { origin: appliance.url } })).ok());
  assert.ok((await signIn(one, email)).ok());
  return one;
}

test('the settings hold the user providers and the organization', async () => {
  await visit('/');
  const settings = page.getByRole('navigation').getByRole('list', { name: 'Settings' });
  await settings.waitFor();
  assert.deepEqual(await settings.getByRole('link').allInnerTexts(), ['User Providers', 'Organization']);
  await settings.getByRole('link', { name: 'Organization' }).click();
  await heading('Organization');
  await settings.getByRole('link', { name: 'User Providers' }).click();
  await heading('User Providers');
});

test('Admin is active; of the others is said why they can’t be chosen', async () => {
  await page.getByRole('radiogroup', { name: 'Active provider' }).waitFor();
  assert.ok(await radio('Admin').isChecked());
  assert.ok(await radio('Admin').isEnabled());
  for (const name of ['IDP', 'LDAP']) {
    assert.ok(await radio(name).isDisabled(), name);
    const described = await radio(name).evaluate((one) => document.getElementById(one.getAttribute('aria-describedby')).innerText);
    assert.match(described, /It is not part of this version\./);
  }
  await checkLooks(page, 'user-providers');
  const refused = await ask('PUT', '/user-providers/active', { provider: 'idp' });
  assert.equal((await refused.json()).code, 'provider_not_available');
});

test('who may only look sees it, and who may not does not', async () => {
  await visit('/user-providers', ada);
  await heading('User Providers', ada);
  await ada.getByText('Who may edit the organization can switch the provider.').waitFor();
  for (const name of ['Admin', 'IDP', 'LDAP']) assert.ok(await radio(name, ada).isDisabled(), name);
  assert.ok(await radio('Admin', ada).isChecked());
  await checkLooks(ada, 'user-providers-view');
  await visit('/user-providers', tom);
  await heading('No access', tom);
});

test('with another provider nobody is created by hand', async () => {
  await visit('/users');
  await button('Create User').waitFor();
  provider('idp');
  await page.reload();
  await page.getByText(elsewhere).waitFor();
  assert.equal(await button('Create User').count(), 0);
  await checkLooks(page, 'users-from-elsewhere');
  await page.getByText(elsewhere).getByRole('link', { name: 'User Providers' }).click();
  await heading('User Providers');
  await visit('/users');
  await page.getByRole('link', { name: 'Tom Tester' }).click();
  await button('Options').click();
  await page.getByRole('menuitem', { name: 'Disable User' }).waitFor();
  assert.equal(await page.getByRole('menuitem', { name: 'New link to set a password' }).count(), 0);
  await visit('/users/many');
  await heading('Create many users');
  await page.getByText(elsewhere).waitFor();
  assert.equal(await button('Proceed').count(), 0);
  await checkLooks(page, 'many-users-from-elsewhere');
  const refused = await ask('POST', '/users', { first_name: 'N', last_name: 'N', email: 'n@example.org' });
  assert.deepEqual([refused.status(), (await refused.json()).code], [409, 'wrong_provider']);
});

test('and only Owners sign in here', async () => {
  const guest = await (await stage.browser.visitor()).newPage();
  await visit('/sign-in', guest);
  const tryIt = async (email, word) => {
    await guest.getByRole('textbox', { name: 'E-mail address' }).fill(email);
    await guest.getByRole('textbox', { name: 'Password' }).fill(word);
    await button('Sign in', guest).click();
  };
  await tryIt('tom@example.org', password);
  await guest.getByText('Only Owners sign in here at the moment').waitFor();
  await checkLooks(guest, 'sign-in-only-owners');
  await tryIt(owner.email, owner.password);
  await heading('Dashboard', guest);
  await guest.context().close();
});

test('what it means is said before the switch, and Cancel leaves it', async () => {
  await visit('/user-providers');
  await page.getByText('IDP is active but not part of this version').waitFor();
  assert.ok(await radio('IDP').isChecked());
  await checkLooks(page, 'user-providers-stuck');
  await radio('Admin').click();
  await dialog().getByText('Switch active provider').waitFor();
  await dialog().getByText('Who has a password or a passkey here can sign in with it again.').waitFor();
  await dialog().getByText('Owners keep their local login').waitFor();
  await hasFocus(button('Cancel', dialog()));
  await checkLooks(page, 'user-providers-switch');
  await leaveByEscape(dialog());
  assert.ok(await radio('IDP').isChecked());
  assert.equal((await (await ask('GET', '/me')).json()).user_provider, 'idp');
});

test('somebody else’s switch is not overwritten unseen', async () => {
  await page.reload();
  await radio('Admin').click();
  await button('Proceed', dialog()).waitFor();
  provider('ldap');
  await button('Proceed', dialog()).click();
  await page.getByText('Somebody has changed this since you loaded it.').waitFor();
  await page.getByText('LDAP is active but not part of this version').waitFor();
  assert.ok(await radio('LDAP').isChecked());
});

test('the switch is made by the keyboard alone', async () => {
  await radio('LDAP').focus();
  await page.keyboard.press('ArrowDown'); // around the end to the only other one
  await hasFocus(button('Cancel', dialog()));
  await page.keyboard.press('Tab');
  await pressAt(button('Proceed', dialog()), 'Enter');
  await page.getByText('Admin is the active provider now.').waitFor();
  assert.ok(await radio('Admin').isChecked());
  assert.equal(await page.getByText('not part of this version:').count(), 0);
  await visit('/users');
  await button('Create User').waitFor();
  assert.ok((await signIn(tom, 'tom@example.org')).ok());
});

test('the log tells of it', async () => {
  await visit('/audit?action=organization.user_provider_switched');
  const row = page.getByRole('row').filter({ hasText: 'User provider switched' });
  await row.getByText('LDAP').waitFor();
  await row.getByText('Admin', { exact: true }).waitFor();
  await checkLooks(page, 'user-providers-audit');
});

test('the general fields of the organization are edited', async () => {
  await visit('/organization');
  const general = page.getByRole('region', { name: 'General' });
  const namespace = general.getByRole('textbox', { name: 'Your own namespace' });
  await general.getByText(me.organization.name).waitFor();
  assert.equal(await namespace.count(), 0);
  await checkLooks(page, 'organization');
  await button('Edit', general).click();
  await hasFocus(namespace);
  await namespace.fill('nobody');
  await checkLooks(page, 'organization-edit');
  await button('Cancel', general).click();
  await hasFocus(button('Edit', general));
  assert.equal(await general.getByText('@nobody').count(), 0);
  await pressAt(button('Edit', general), 'Enter');
  await hasFocus(namespace);
  assert.equal(await namespace.inputValue(), '');
  await namespace.fill('acme');
  await page.keyboard.press('Enter');
  await page.getByText('Saved.').waitFor();
  await general.getByText('@acme').waitFor();
  await hasFocus(button('Edit', general));
  await visit('/organization', ada);
  await ada.getByText('@acme').waitFor();
  assert.equal(await button('Edit', ada).count(), 0);
});

test('no fault, no refused policy, no request to anybody else', () => assert.deepEqual(stage.browser.complaints, []));
