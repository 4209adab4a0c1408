// What lists remember, what can be taken back, what wants a name typed, and who else changed something: without a mouse.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { caller } from './support/api.mjs';
import { hasFocus, pressAt, tabOnTo } from './support/focus.mjs';
import { checkLooks } from './support/looks.mjs';
import { owner } from './support/owner.mjs';
import { eventually } from './support/process.mjs';
import { startStage } from './support/stage.mjs';

let stage, page, api, tom, watch, set, role, machine;

const url = (path) => `${stage.appliance.url}${path}`;
const button = (name) => page.getByRole('button', { name, exact: true });
const heading = (name) => page.getByRole('heading', { level: 1, name, exact: true });
const press = (key) => page.keyboard.press(key);
const navigate = (name) => page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
const columns = () => page.getByRole('columnheader').allTextContents();
const ask = async (method, path, body) => {
  const answer = await api.ask(method, path, body);
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.json;
};

before(async () => {
  stage = await startStage();
  page = stage.page;
  api = caller(stage.appliance);
  const { json } = await api.ask('GET', '/state');
  await ask('POST', '/login', { organization_id: json.organization.id, email: owner.email, password: owner.password });
  tom = (await ask('POST', '/users', { first_name: 'Tom', last_name: 'Tester', email: 'tom@example.org' })).user;
  watch = await ask('POST', '/groups', { name: 'Watch' });
  set = await ask('POST', '/permission-sets', { name: 'Desk', access: { clients: 'view' }, roles: [] });
  role = await ask('POST', '/roles', { name: 'Help desk', permission_sets: [set.id] });
  machine = await eventually(async () => (await ask('GET', '/clients?online=true')).items[0], 'this machine is not online');
});
after(() => stage?.stop());

test('columns are hidden and shown, and stay so in this browser', async () => {
  await page.goto(url('/users'));
  await page.getByRole('link', { name: 'Tom Tester' }).waitFor();
  assert.deepEqual(await columns(), ['Name', 'State', 'Roles', 'Groups', 'Created']);
  await tabOnTo(page, button('Columns'), 'the columns');
  await press('Enter');
  await hasFocus(page.getByRole('menu'), 'the menu');
  assert.equal(await page.getByRole('menuitem', { name: /^Name/ }).count(), 0); // always there
  await press('ArrowDown');
  await press('ArrowDown');
  const roles = page.getByRole('menuitem', { name: /^Roles/ });
  await eventually(async () => {
    if (await roles.evaluate((item) => item === document.activeElement)) return true;
    await press('ArrowDown');
    return false;
  }, 'no way to Roles');
  await press('Enter');
  await page.getByRole('menuitem', { name: 'Roles', exact: true }).waitFor(); // no longer “Roles shown”
  await page.getByRole('menuitem', { name: 'Groups shown', exact: true }).waitFor();
  await checkLooks(page, 'columns-menu');
  await press('Escape');
  await hasFocus(button('Columns'), 'the columns');
  assert.deepEqual(await columns(), ['Name', 'State', 'Groups', 'Created']);
  await page.reload();
  await page.getByRole('link', { name: 'Tom Tester' }).waitFor();
  assert.deepEqual(await columns(), ['Name', 'State', 'Groups', 'Created']);
  // Nonsense there is none of our business.
  await page.evaluate(() => {
    for (const key of Object.keys(localStorage)) if (key.endsWith('.columns.users')) localStorage.setItem(key, '{"name":[7');
  });
  await page.reload();
  await page.getByRole('link', { name: 'Tom Tester' }).waitFor();
  assert.deepEqual(await columns(), ['Name', 'State', 'Roles', 'Groups', 'Created']);
});

test('so do those of lists without a filter, and of entries', async () => {
  await ask('POST', '/me/address-book/entries', { nickname: 'Till', address: '987654321', comment: 'By the door', tags: ['Shop'] });
  await ask('POST', '/address-books', { name: 'Shops', description: '', visible_to: 'everyone' });
  const lists = [
    ['/groups', 'Roles'], ['/roles', 'Description'], ['/permission-sets', 'Access Control'], ['/address-books', 'Visible to'],
    ['/address-books/personal', 'Comment'],
  ];
  for (const [path, title] of lists) {
    await page.goto(url(path));
    await page.getByRole('columnheader', { name: title, exact: true }).waitFor();
    const former = await columns();
    await button('Columns').click();
    await page.getByRole('menuitem', { name: `${title} shown`, exact: true }).click();
    const rest = former.filter((one) => one !== title);
    await eventually(async () => (await columns()).join() === rest.join(), `${path} shows ${await columns()}`);
    await press('Escape');
    await checkLooks(page, `columns${path.replaceAll('/', '-')}`);
    await page.reload();
    await page.getByRole('row').nth(1).waitFor();
    assert.deepEqual(await columns(), rest, path);
  }
});

test('entries come back as they were left, and say so', async () => {
  await page.goto(url('/address-books/personal?search=nothing'));
  await page.getByText('No entry matches').waitFor();
  await navigate('Groups');
  await heading('Groups').waitFor();
  await navigate('Address Books');
  await page.getByRole('link', { name: 'Personal', exact: true }).click();
  await page.getByText('Filter is on, as you left it.').waitFor();
  await button('Reset').click();
  await page.getByRole('row', { name: /Till/ }).waitFor();
  await page.getByText('Filter is on').waitFor({ state: 'detached' });
});

test('a list comes back as it was left, says so, and is whole again with one press', async () => {
  await page.goto(url('/users?state=disabled'));
  await page.getByText('Show all users').waitFor();
  assert.equal(await page.getByText('Filter is on').count(), 0);
  await navigate('Groups');
  await heading('Groups').waitFor();
  await navigate('Users');
  await heading('Users').waitFor();
  await page.getByText('Filter is on, as you left it.').waitFor();
  await page.waitForURL(url('/users?state=disabled'));
  await checkLooks(page, 'filter-is-on');
  await tabOnTo(page, button('Reset'), 'Reset');
  await press('Enter');
  await page.getByRole('link', { name: 'Tom Tester' }).waitFor();
  await page.waitForURL(url('/users'));
  await page.getByText('Filter is on').waitFor({ state: 'detached' });
  await navigate('Groups');
  await heading('Groups').waitFor();
  await navigate('Users');
  await page.getByRole('link', { name: 'Tom Tester' }).waitFor();
  // A link that says what it wants gets that.
  await page.goto(url('/sessions?show=active'));
  await heading('Sessions').waitFor();
  await page.goto(url('/sessions'));
  await heading('Sessions').waitFor();
  assert.equal(await page.getByText('Filter is on').count(), 0);
});

const rolesOf = async (id) => (await ask('GET', `/users/${id}`)).roles.map(({ name, expires_at }) => `${name} ${expires_at}`).sort();

test('a role that was taken away comes back with its end', async () => {
  const until = new Date(Date.now() + 3 * 86_400_000).toISOString().replace(/\.\d+Z/, 'Z');
  await ask('PUT', `/users/${tom.id}/roles/${role.id}`, { expires_at: until });
  const former = await rolesOf(tom.id);
  await page.goto(url(`/users/${tom.id}`));
  await tabOnTo(page, button('Take away Help desk'), 'Take away');
  await press('Enter');
  await page.getByText('Help desk was taken away.').waitFor();
  assert.equal(await page.getByRole('dialog').count(), 0);
  await eventually(async () => (await rolesOf(tom.id)).length < former.length, 'it was not taken');
  await hasFocus(heading('Tom Tester'), 'the heading, because the button is gone');
  await tabOnTo(page, button('Undo'), 'Undo');
  await checkLooks(page, 'undo'); // it stays as long as it has the focus
  await hasFocus(button('Undo'), 'Undo');
  await press('Enter');
  await page.getByText('It is as it was before.').waitFor();
  assert.deepEqual(await rolesOf(tom.id), former);
  await button('Take away Help desk').waitFor();
  // The same by a key.
  await button('Take away Help desk').focus();
  await press('Enter');
  await button('Undo').waitFor();
  await press('Control+z');
  await eventually(async () => JSON.stringify(await rolesOf(tom.id)) === JSON.stringify(former), 'Ctrl-Z did nothing');
});

test('members, roles of groups and names come back as well', async () => {
  await ask('PUT', `/groups/${watch.id}/members/${tom.id}`, { expires_at: null });
  await ask('PUT', `/groups/${watch.id}/roles/${role.id}`, { expires_at: null });
  const now = async () => {
    const { name, members, roles } = await ask('GET', `/groups/${watch.id}`);
    return JSON.stringify([name, members, roles]);
  };
  const former = await now();
  await page.goto(url(`/groups/${watch.id}`));
  for (const name of ['Remove Tom Tester', 'Take away Help desk']) {
    await button(name).focus();
    await press('Enter');
    await eventually(async () => (await now()) !== former, `${name} did nothing`);
    await button('Undo').last().focus();
    await press('Enter');
    await eventually(async () => (await now()) === former, `${name} was not undone`);
    await button(name).waitFor();
  }
  await button('Edit').click();
  await page.getByLabel('Group name').fill('Watchers');
  await press('Enter');
  await heading('Watchers').waitFor();
  await button('Undo').last().focus();
  await press('Enter');
  await heading('Watch').waitFor();
  assert.equal(await now(), former);
});

test('the rules of the organization come back, and the page says so', async () => {
  await page.goto(url('/organization'));
  const general = page.getByRole('region', { name: 'General' });
  await button('Edit').click();
  await page.getByLabel('Keep sessions for').selectOption({ index: 1 });
  await button('Save').click();
  await page.getByLabel('Keep sessions for').waitFor({ state: 'detached' });
  await general.getByText('30 days').waitFor();
  await button('Undo').last().focus();
  assert.notEqual((await ask('GET', '/organization')).keep_sessions_days, null);
  await press('Enter');
  await eventually(async () => (await ask('GET', '/organization')).keep_sessions_days === null, 'not undone');
  await general.getByText('30 days').waitFor({ state: 'detached' });
});

test('taking something from oneself asks first', async () => {
  const me = await (await stage.visitor.request.get(url('/api/v1/me'))).json();
  await ask('PUT', `/groups/${watch.id}/members/${me.user.id}`, { expires_at: null });
  await page.goto(url(`/groups/${watch.id}`));
  await button('Remove Ines Owner').click();
  await page.getByRole('dialog').getByText('Remove Ines Owner from Watch?').waitFor();
  await press('Escape');
});

test('what is in use and can’t come back wants its name typed', async () => {
  await page.goto(url(`/roles/${role.id}`));
  await button('Delete role').click();
  const dialog = page.getByRole('dialog');
  const field = dialog.getByLabel('Type Help desk to confirm');
  await hasFocus(field, 'the name');
  await checkLooks(page, 'type-the-name');
  await pressAt(field, 'Enter');
  await dialog.getByText('This is not “Help desk”.').waitFor();
  await page.keyboard.type('help desk');
  await press('Enter');
  await heading('Roles').waitFor();
  await page.getByText('Help desk was deleted.').waitFor();
  // In no role any more: a question is enough.
  await page.goto(url(`/permission-sets/${set.id}`));
  await button('Delete Permission Set').click();
  await hasFocus(dialog.getByRole('button', { name: 'Cancel' }), 'Cancel');
  assert.equal(await dialog.getByRole('textbox').count(), 0);
  await press('Escape');
});

test('two who change a machine, or the organization, at once hear of each other', async () => {
  await page.goto(url(`/clients/${machine.id}`));
  await button('Edit').click();
  await page.getByLabel('Alias').fill('desk');
  await ask('PATCH', `/clients/${machine.id}`, { comment: 'By the door' });
  await button('Save').click();
  await page.getByText('Somebody else has changed this meanwhile').waitFor();
  await page.getByText('Comment was changed to “By the door”').waitFor();
  await checkLooks(page, 'machine-stale');
  await button('Save').click();
  await page.getByText('Saved.').waitFor();
  // An earlier toast may say so, too.
  await eventually(async () => {
    const both = await ask('GET', `/clients/${machine.id}`);
    return both.alias?.startsWith('desk@') && both.comment === 'By the door';
  }, 'not both changes were kept');
  await button('Undo').focus();
  await press('Enter');
  await eventually(async () => (await ask('GET', `/clients/${machine.id}`)).alias === null, 'the alias is still there');

  await page.goto(url('/organization'));
  await button('Edit').click();
  await page.getByLabel('Your own namespace').fill('acme');
  await ask('PATCH', '/organization', { automatic_alias: true });
  await button('Save').click();
  await page.getByText('Somebody else has changed this meanwhile').waitFor();
  await button('Save').click();
  await page.getByText('Saved.').waitFor();
  // And again, without a word about one's own change.
  await button('Edit').click();
  await page.getByLabel('Your own namespace').fill('acme2');
  await page.getByText('Ask for a reason before each session', { exact: true }).click();
  await button('Save').click();
  await eventually(async () => (await ask('GET', '/organization')).namespace === 'acme2', 'not saved');
  assert.ok((await ask('GET', '/organization')).reason_required);
  assert.equal(await page.getByText('Somebody else has changed').count(), 0);
});

test('no fault, no refused policy, no request to anybody else', () => assert.deepEqual(stage.browser.complaints, []));
