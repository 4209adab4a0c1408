// People and their rights, as an owner and those people go the way: a user is made, sets a password by the link, and sees
// what the roles give, for as long as they give it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkLooks } from './support/looks.mjs';
import { owner } from './support/owner.mjs';
import { eventually } from './support/process.mjs';
import { startStage } from './support/stage.mjs';

const tom = { firstName: 'Tom', lastName: 'Tester', email: 'tom@example.org', password: 'violet lamps hum quietly' };
let stage, page, tomsPage, link;

before(async () => {
  stage = await startStage({ options: ['--desktop.enabled=off'] });
  page = stage.page;
  tomsPage = await (await stage.browser.visitor()).newPage();
});
after(() => stage?.stop());

const visit = (path, on = page) => on.goto(`${stage.appliance.url}${path}`);
const button = (name, on = page) => on.getByRole('button', { name, exact: true });
const heading = (name, on = page) => on.getByRole('heading', { level: 1, name, exact: true });
const tabs = async (on) => on.getByRole('navigation', { name: 'Main' }).getByRole('listitem').allTextContents();
const dialog = (on = page) => on.getByRole('dialog');
const card = (name, on = page) => on.getByRole('region', { name, exact: true });
const day = (days) => {
  const date = new Date(Date.now() + days * 86_400_000);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
};
const openOptions = async (item) => {
  await button('Options').click();
  await page.getByRole('menuitem', { name: item }).click();
};
const toTom = async () => {
  await visit('/users');
  await page.getByRole('link', { name: 'Tom Tester' }).click();
  await heading('Tom Tester').waitFor();
};

test('a user is made, and the link is there to be handed over', async () => {
  await visit('/users');
  await page.getByRole('row', { name: /Ines Owner/ }).waitFor();
  await checkLooks(page, 'users');
  await button('Create User').click();
  await page.getByLabel('First name').fill(tom.firstName);
  await page.getByLabel('Last name').fill(tom.lastName);
  await page.getByLabel('Email', { exact: true }).fill(owner.email);
  await button('Create').click();
  await page.getByText('Another user has this e-mail address.').waitFor();
  await checkLooks(page, 'user-create');
  await page.getByLabel('Email', { exact: true }).fill(tom.email);
  await button('Create').click();
  await page.getByText(/It is good once, until/).waitFor();
  await checkLooks(page, 'user-link');
  await button('Copy the link').click();
  await button('Copied').waitFor();
  link = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(link, /^https:\/\/localhost:\d+\/set-password#[\w-]{20,}$/);
  await button('Done').click();
  await page.getByRole('row', { name: /Tom Tester.*Password not set/ }).waitFor();
});

test('the link sets a password once, and its token goes nowhere', async () => {
  const token = link.split('#')[1];
  const told = [];
  tomsPage.on('request', (request) => told.push(request.url(), request.headers().referer ?? ''));
  await tomsPage.goto(link);
  await heading('Set Password', tomsPage).waitFor();
  await tomsPage.getByText(tom.email).waitFor();
  await tomsPage.getByRole('textbox', { name: 'Password' }).fill('short');
  await button('Set Password', tomsPage).click();
  await checkLooks(tomsPage, 'set-password');
  await tomsPage.getByRole('textbox', { name: 'Password' }).fill(tom.password);
  await button('Set Password', tomsPage).click();
  await heading('Your password is set', tomsPage).waitFor();
  await checkLooks(tomsPage, 'set-password-done');
  await tomsPage.getByRole('link', { name: 'Sign in', exact: true }).click();
  await heading('Sign in', tomsPage).waitFor();
  assert.equal(await tomsPage.getByLabel('E-mail address').inputValue(), tom.email);
  assert.ok(!told.some((text) => text.replace(/#.*/, '').includes(token)), 'the token was sent in an address');

  const again = await stage.visitor.newPage();
  await again.goto(link);
  await heading('This link is good no more', again).waitFor();
  await checkLooks(again, 'set-password-over');
  await again.goto(`${stage.appliance.url}/set-password`);
  await heading('This link is incomplete', again).waitFor();
  await again.close();
});

test('who has no role but the one of everybody sees no people', async () => {
  await tomsPage.getByRole('textbox', { name: 'Password' }).fill(tom.password);
  await button('Sign in', tomsPage).click();
  await heading('Dashboard', tomsPage).waitFor();
  assert.deepEqual(await tabs(tomsPage), ['Dashboard', 'Clients', 'Address Books']);
  for (const path of ['/users', '/roles', '/groups', '/permission-sets', '/permission-sets/new', '/audit']) {
    await visit(path, tomsPage);
    await heading('No access', tomsPage).waitFor();
  }
});

test('a role with an end is given, counts at once, and says why', async () => {
  await visit('/', tomsPage);
  await toTom();
  await button('Give a role').click();
  await page.getByLabel('Role', { exact: true }).selectOption({ label: 'Support agent' });
  await page.getByLabel('Until (optional)').fill(day(7));
  await checkLooks(page, 'user-give-role');
  await button('Give role').click();
  await card('Roles').getByText(/^until /).waitFor();
  const row = page.getByRole('table', { name: 'Sections, and what gives access to them' }).getByRole('row', { name: /Users/ });
  await row.getByText(/^until /).waitFor();
  await row.getByRole('link', { name: 'Support agent' }).waitFor();
  await checkLooks(page, 'user');
  // Tom's page, which nobody has touched.
  await tomsPage.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Users' }).waitFor();
  assert.deepEqual(await tabs(tomsPage), ['Dashboard', 'Clients', 'Address Books', 'Users', 'Groups']);
});

test('who may look at people finds no button to change them', async () => {
  await tomsPage.getByRole('link', { name: 'Users' }).click();
  await tomsPage.getByRole('link', { name: 'Ines Owner' }).click();
  await heading('Ines Owner', tomsPage).waitFor();
  await tomsPage.getByRole('table', { name: 'Sections, and what gives access to them' }).getByText('View & Edit').first().waitFor();
  for (const name of ['Edit', 'Options', 'Give a role', 'Put into a group', 'Take away Owner']) {
    assert.equal(await button(name, tomsPage).count(), 0, name);
  }
  await visit('/groups', tomsPage);
  await tomsPage.getByText('No groups yet').waitFor();
  assert.equal(await button('Create group', tomsPage).count(), 0);
});

test('an edit that comes second says so, keeps what was typed, and can be saved', async () => {
  const other = await stage.visitor.newPage();
  await visit('/users', other);
  await other.getByRole('link', { name: 'Tom Tester' }).click();
  await button('Edit').click();
  await page.getByLabel('First name').fill('Thomas');
  await page.getByLabel('Email', { exact: true }).fill('thomas@example.org');
  await button('Edit', other).click();
  await other.getByLabel('First name').fill('Tommy');
  await other.getByLabel('Last name').fill('Taylor');
  await button('Save', other).click();
  await heading('Tommy Taylor', other).waitFor();
  await button('Save').click();
  await page.getByText('Somebody else has changed this meanwhile').waitFor();
  await page.getByText('First name was changed to “Tommy”. Yours would replace that.').waitFor();
  await page.getByText('Last name was changed to “Taylor”, and is so here now, too.').waitFor();
  assert.equal(await page.getByLabel('First name').inputValue(), 'Thomas');
  assert.equal(await page.getByLabel('Last name').inputValue(), 'Taylor');
  await checkLooks(page, 'user-stale');
  await page.getByLabel('First name').fill(tom.firstName);
  await page.getByLabel('Last name').fill(tom.lastName);
  await page.getByLabel('Email', { exact: true }).fill(tom.email);
  await button('Save').click();
  await heading('Tom Tester').waitFor();
  await heading('Tom Tester', other).waitFor(); // told by the event stream
  await other.close();
});

test('a permission set, a role that contains it, and a warning where it is wide', async () => {
  await visit('/permission-sets');
  await page.getByText('No permission sets yet').waitFor();
  await checkLooks(page, 'permission-sets-none');
  await page.getByRole('link', { name: 'Create Permission Set' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Night shift');
  await page.getByLabel('Description').fill('Who watches at night.');
  const level = (section, name) => page.getByRole('radiogroup', { name: section, exact: true }).getByText(name, { exact: true }).click();
  await level('Sessions', 'View & Edit');
  await level('Roles', 'View & Edit');
  await page.getByText('This lets people change what others may do').waitFor();
  await checkLooks(page, 'permission-set-new');
  await level('Roles', 'View');
  await page.getByText('This lets people change what others may do').waitFor({ state: 'detached' });
  await button('Save Permission Set').click();
  await heading('Night shift').waitFor();
  await checkLooks(page, 'permission-set');

  await visit('/roles');
  await page.getByRole('row', { name: /Support agent.*Preconfigured/ }).waitFor();
  await checkLooks(page, 'roles');
  await button('Create role').click();
  await page.getByLabel('Name', { exact: true }).fill('Night');
  await page.getByRole('textbox', { name: 'Permission Sets' }).click();
  await page.getByRole('option', { name: 'Night shift' }).click();
  await checkLooks(page, 'role-create');
  await dialog().getByRole('button', { name: 'Create role' }).click();
  await heading('Night').waitFor();
  await card('What it gives').getByText('View & Edit').waitFor();
  await checkLooks(page, 'role');
  await visit('/roles');
  await page.getByRole('link', { name: 'Admin' }).click();
  await page.getByText('It is the same in every organization').waitFor();
  assert.equal(await button('Edit').count(), 0);
  await checkLooks(page, 'role-preconfigured');
});

test('a group gives its roles to its members', async () => {
  await visit('/groups');
  await button('Create group').click();
  await page.getByLabel('Group name').fill('Watch');
  await page.getByLabel('Description').fill('At night.');
  await checkLooks(page, 'group-create');
  await button('Save group').click();
  await heading('Watch').waitFor();
  await button('Give a role').click();
  await page.getByLabel('Role', { exact: true }).selectOption({ label: 'Night' });
  await button('Give role').click();
  await page.getByRole('list', { name: 'Roles' }).getByRole('link', { name: 'Night' }).waitFor();
  await button('Add member').click();
  await page.getByRole('textbox', { name: 'User' }).fill('tom');
  await page.getByRole('option', { name: /Tom Tester/ }).click();
  await page.getByLabel('Until (optional)').fill(day(3));
  await checkLooks(page, 'group-add');
  await dialog().getByRole('button', { name: 'Add member' }).click();
  const row = page.getByRole('table', { name: 'Members of this group' }).getByRole('row', { name: /Tom Tester/ });
  await row.getByText(/^until /).waitFor();
  await checkLooks(page, 'group');
  await tomsPage.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Sessions' }).waitFor();
  await visit('/groups');
  await page.getByRole('row', { name: /Watch.*1 user/ }).waitFor();
  await checkLooks(page, 'groups');
  await toTom();
  await page.getByRole('row', { name: /Sessions.*Night.*by the group Watch/ }).waitFor();
});

test('the list of users is narrowed, and its address says how', async () => {
  await visit('/users');
  await page.getByLabel('State', { exact: true }).selectOption({ label: 'Disabled' });
  await page.getByText('No user matches').waitFor();
  await checkLooks(page, 'users-none');
  await button('Show all users').click();
  await page.getByLabel('Group', { exact: true }).selectOption({ label: 'Watch' });
  await page.getByLabel('Search by name or e-mail address').fill('tom');
  await page.waitForURL(/search=tom/);
  await page.getByRole('link', { name: 'Ines Owner' }).waitFor({ state: 'detached' });
  await page.getByLabel('Order').selectOption({ label: 'Newest first' });
  await page.waitForURL((url) => ['group', 'search', 'sort'].every((name) => url.searchParams.has(name)));
  await page.reload();
  await page.getByRole('link', { name: 'Tom Tester' }).waitFor();
  assert.equal(await page.getByRole('link', { name: 'Ines Owner' }).count(), 0);
});

test('the audit log says who did what, before and after', async () => {
  await visit('/audit');
  await page.getByRole('row', { name: /Role given to a user/ }).waitFor();
  await checkLooks(page, 'audit');
  await page.getByLabel('Action').selectOption({ label: 'User changed' });
  await page.getByRole('row', { name: /User changed/ }).first().getByText('Tommy').first().waitFor();
  await page.getByLabel('From').fill(day(1));
  await page.getByText('No entry matches').waitFor();
  await button('Show all entries').click();
  await page.getByRole('textbox', { name: 'Done by' }).fill('tom');
  await page.getByRole('option', { name: /Tom Tester/ }).click();
  await page.waitForURL(/actor=\d+/);
  await page.getByRole('row', { name: /User created/ }).waitFor({ state: 'detached' });
  await page.getByRole('row', { name: /Password set by a link/ }).waitFor();
});

test('a new link sets another password, and signs out who knew the old one', async () => {
  await visit('/', tomsPage);
  await toTom();
  await openOptions('New link to set a password');
  await button('Make link').click();
  await page.getByText(/It is good once, until/).waitFor();
  await button('Copy the link').click();
  const again = await page.evaluate(() => navigator.clipboard.readText());
  await button('Done').click();
  await heading('Dashboard', tomsPage).waitFor(); // nothing has happened yet
  // In the owner's browser, where somebody else is signed in.
  const other = await stage.visitor.newPage();
  await other.goto(again);
  await other.getByText('Tom, choose a new password').waitFor();
  await other.getByRole('textbox', { name: 'Password' }).fill(`${tom.password} again`);
  await button('Set Password', other).click();
  await other.getByText(`In this browser ${owner.email} is signed in.`).waitFor();
  await checkLooks(other, 'set-password-other');
  await other.getByRole('link', { name: 'Go on as Ines' }).click();
  await heading('Dashboard', other).waitFor();
  await other.close();
  await heading('Sign in', tomsPage).waitFor();
  await tomsPage.getByLabel('E-mail address').fill(tom.email);
  await tomsPage.getByRole('textbox', { name: 'Password' }).fill(`${tom.password} again`);
  await button('Sign in', tomsPage).click();
  await heading('Dashboard', tomsPage).waitFor();
});

test('who is disabled is out at once, and can be let in again', async () => {
  await visit('/', tomsPage);
  await heading('Dashboard', tomsPage).waitFor();
  await button('Options').click();
  await page.getByRole('menuitem', { name: 'Disable User' }).waitFor();
  await checkLooks(page, 'user-options');
  await page.getByRole('menuitem', { name: 'Disable User' }).click();
  await checkLooks(page, 'user-disable');
  await button('Disable User').click();
  await page.getByText('Disabled', { exact: true }).first().waitFor();
  await heading('Sign in', tomsPage).waitFor();
  await openOptions('Enable User');
  await button('Enable User').click();
  await page.getByText('Active', { exact: true }).first().waitFor();
});

test('a user is deleted only when the address is typed', async () => {
  const before = page.url();
  await openOptions('Delete User');
  await page.getByText('their personal address book is deleted, too. This cannot be reversed.').waitFor();
  await page.getByLabel(`Type ${tom.email} to confirm`).fill('tom');
  await button('Delete User').click();
  await page.getByText('This is not the e-mail address of the user.').waitFor();
  await checkLooks(page, 'user-delete');
  await page.getByLabel(`Type ${tom.email} to confirm`).fill(tom.email);
  await button('Delete User').click();
  await heading('Users').waitFor();
  await eventually(async () => (await page.getByRole('link', { name: 'Tom Tester' }).count()) === 0, 'still in the list');
  await page.goto(before);
  await heading('No such user').waitFor();
});

test('no fault, no refused policy, no request to anybody else', () => assert.deepEqual(stage.browser.complaints, []));
