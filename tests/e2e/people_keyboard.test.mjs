// People and their rights without a mouse: a user, a permission set, a role and a group are made, and the role is given.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hasFocus, leaveByEscape, pressAt, tabOnTo } from './support/focus.mjs';
import { startStage } from './support/stage.mjs';

let stage, page;

before(async () => {
  stage = await startStage({ options: ['--desktop.enabled=off'] });
  page = stage.page;
});
after(() => stage?.stop());

const visit = (path) => page.goto(`${stage.appliance.url}${path}`);
const button = (name) => page.getByRole('button', { name, exact: true });
const heading = (name) => page.getByRole('heading', { level: 1, name, exact: true });
const press = (key) => page.keyboard.press(key);
const type = (text) => page.keyboard.type(text);
const tabTo = (locator, what) => tabOnTo(page, locator, what);

test('a user', async () => {
  await visit('/users');
  await tabTo(button('Create User'), 'Create User');
  await press('Enter');
  await hasFocus(page.getByLabel('First name'), 'the first name');
  await type('Tom');
  await press('Tab');
  await type('Tester');
  await press('Tab');
  await type('tom@example.org');
  await press('Enter');
  await hasFocus(button('Copy the link'), 'what copies the link');
  await leaveByEscape(page.getByRole('dialog'));
  await hasFocus(button('Create User'), 'Create User');
});

test('a permission set', async () => {
  await visit('/permission-sets/new');
  await heading('Create Permission Set').waitFor();
  await tabTo(page.getByLabel('Name', { exact: true }), 'the name');
  await type('Desk');
  const clients = page.getByRole('radiogroup', { name: 'Clients', exact: true });
  await tabTo(clients.getByRole('radio', { name: 'No Access' }), 'the level of Clients');
  await press('ArrowRight');
  await press('ArrowRight');
  assert.ok(await clients.getByRole('radio', { name: 'View & Edit' }).isChecked());
  await press('Enter');
  await heading('Desk').waitFor();
});

test('a role', async () => {
  await visit('/roles');
  await tabTo(button('Create role'), 'Create role');
  await press('Enter');
  await hasFocus(page.getByLabel('Name', { exact: true }), 'the name');
  await type('Help desk');
  await tabTo(page.getByRole('textbox', { name: 'Permission Sets' }), 'the permission sets');
  await press('ArrowDown');
  await page.getByRole('option', { name: 'Desk' }).waitFor();
  await press('ArrowDown');
  await press('Enter');
  await page.getByRole('dialog').getByText('Desk', { exact: true }).first().waitFor();
  await press('Escape'); // the list
  await tabTo(page.getByRole('dialog').getByRole('button', { name: 'Create role' }), 'the button');
  await press('Enter');
  await heading('Help desk').waitFor();
  await page.getByRole('link', { name: 'Desk', exact: true }).waitFor();
});

test('a group with a member', async () => {
  await visit('/groups');
  await tabTo(button('Create group'), 'Create group');
  await press('Enter');
  await hasFocus(page.getByLabel('Group name'), 'the name');
  await type('Watch');
  await press('Enter');
  await heading('Watch').waitFor();
  await tabTo(button('Add member'), 'Add member');
  await press('Enter');
  await hasFocus(page.getByRole('textbox', { name: 'User' }), 'the user');
  await type('tom');
  await page.getByRole('option', { name: /Ines Owner/ }).waitFor({ state: 'detached' }); // found, among both
  await page.getByRole('option', { name: /Tom Tester/ }).waitFor();
  await press('ArrowDown');
  await press('Enter');
  await tabTo(page.getByRole('dialog').getByRole('button', { name: 'Add member' }), 'the button');
  await press('Enter');
  await page.getByRole('table', { name: 'Members of this group' }).getByRole('link', { name: 'Tom Tester' }).waitFor();
});

test('the menu “Options”, and a way back out of it', async () => {
  await page.getByRole('table', { name: 'Members of this group' }).getByRole('link', { name: 'Tom Tester' }).click();
  await heading('Tom Tester').waitFor();
  await tabTo(button('Options'), 'Options');
  await press('Enter');
  await hasFocus(page.getByRole('menu'), 'the menu');
  await press('ArrowUp'); // from the first to the last
  await pressAt(page.getByRole('menuitem', { name: 'Delete User' }), 'Enter');
  await hasFocus(page.getByLabel('Type tom@example.org to confirm'), 'what is to be typed');
  await leaveByEscape(page.getByRole('dialog'));
  await hasFocus(button('Options'), 'Options');
});

test('no fault, no refused policy, no request to anybody else', () => assert.deepEqual(stage.browser.complaints, []));
