// The search and the shortcuts, without a mouse: what is found, where it leads, and what it remembers.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { caller } from './support/api.mjs';
import { phone } from './support/browser.mjs';
import { hasFocus, pressAt } from './support/focus.mjs';
import { checkLooks } from './support/looks.mjs';
import { owner, signIn, signInQuickly } from './support/owner.mjs';
import { eventually } from './support/process.mjs';
import { startStage } from './support/stage.mjs';

let stage, page, api, machine, book;

const url = (path) => `${stage.appliance.url}${path}`;
const dialog = () => page.getByRole('dialog', { name: 'Search' });
const field = () => dialog().getByRole('combobox');
const option = (name) => dialog().getByRole('option', { name });
const heading = (name) => page.getByRole('heading', { level: 1, name, exact: true });
const press = (key) => page.keyboard.press(key);
const openSearch = async () => {
  await dialog().waitFor({ state: 'detached' });
  await press('Control+k');
  await hasFocus(field(), 'the field of the search');
};
const active = () =>
  field().evaluate((input) => document.getElementById(input.getAttribute('aria-activedescendant') ?? '')?.textContent ?? '');

before(async () => {
  stage = await startStage(); // with a machine: this one
  page = stage.page;
  api = caller(stage.appliance);
  const { json } = await api.ask('GET', '/state');
  await api.ask('POST', '/login', { organization_id: json.organization.id, email: owner.email, password: owner.password });
  await api.ask('POST', '/users', { first_name: 'Tom', last_name: 'Tester', email: 'tom@example.org' });
  await api.ask('POST', '/groups', { name: 'Night watch', description: 'When nobody else is there' });
  const shops = await api.ask('POST', '/address-books', { name: 'Shops', description: 'In Berlin', visible_to: 'everyone' });
  book = shops.json.id;
  const till = { nickname: 'Till 3', address: '987654321', comment: 'By the door', tags: ['Bakery'] };
  await api.ask('POST', '/me/address-book/entries', till);
  await api.ask('POST', '/me/address-book/entries', { ...till, nickname: 'Till 4', address: 'till4@shop', tags: [] });
  await api.ask('POST', '/permission-sets', { name: 'Desk work', access: { clients: 'view' }, roles: [] });
  machine = await eventually(async () => (await api.ask('GET', '/clients?online=true')).json.items[0], 'this machine is not online');
  await api.ask('PATCH', `/clients/${machine.id}`, { alias: 'reception', comment: '' });
});
after(() => stage?.stop());

test('Ctrl-K asks, Esc goes back to where one was', async () => {
  await page.goto(url('/users'));
  await heading('Users').waitFor();
  const search = page.getByLabel('Search by name or e-mail address');
  await search.focus();
  await openSearch();
  await option('Dashboard').waitFor(); // before anything is typed: the pages
  await checkLooks(page, 'search-empty');
  await pressAt(field(), 'Escape');
  await hasFocus(search, 'the field that had the focus');
});

test('people, groups, sets and roles are found in their own sections', async () => {
  await openSearch();
  await page.keyboard.type('t');
  await option(/Tom Tester/).waitFor();
  await page.keyboard.type('om te');
  await option(/Permission Sets/).waitFor({ state: 'detached' });
  const people = dialog().getByRole('group', { name: 'Users' });
  await people.locator('mark').getByText('Tom Te', { exact: true }).waitFor();
  await checkLooks(page, 'search-user');
  await press('Enter');
  await heading('Tom Tester').waitFor();
  await dialog().waitFor({ state: 'detached' });
  await hasFocus(heading('Tom Tester'), 'the heading');
  for (const [typed, name] of [['watch', 'Night watch'], ['desk', 'Desk work'], ['support ag', 'Support agent'], ['aud', 'Audit']]) {
    await openSearch();
    await page.keyboard.type(typed);
    await press('Enter'); // waits for the answer
    await heading(name).waitFor();
    await dialog().waitFor({ state: 'detached' });
  }
});

test('a machine is found by name, alias and ID, and has two ways to go', async () => {
  const spaced = machine.id.replace(/\B(?=(\d{3})+$)/g, ' ');
  for (const typed of [machine.name, 'recept', machine.id.slice(0, 7), spaced]) {
    await openSearch();
    await page.keyboard.type(typed);
    await dialog().getByRole('group', { name: 'Machines' }).getByRole('option', { name: /Online/ }).waitFor();
    if (typed === spaced) await checkLooks(page, 'search-machine');
    await pressAt(field(), 'Escape');
    await dialog().waitFor({ state: 'detached' });
  }
  await openSearch();
  await page.keyboard.type('recept');
  await option(`Connect to ${machine.name}`).waitFor();
  await dialog().locator('mark').getByText('recept', { exact: true }).first().waitFor(); // the answer to all that was typed
  const first = await active();
  await press('ArrowDown');
  await eventually(async () => (await active()) === 'Connect', 'the arrow did not lead to Connect');
  await press('ArrowUp');
  await eventually(async () => (await active()) === first, 'the arrow did not lead back');
  await press('Enter');
  await page.waitForURL(url(`/clients/${machine.id}`));
  await heading(machine.name).waitFor();
});

test('address books are found, and the entries of one’s own', async () => {
  await page.goto(url('/users'));
  await heading('Users').waitFor();
  await openSearch();
  await page.keyboard.type('sho');
  await dialog().getByRole('group', { name: 'Address Books', exact: true }).getByRole('option', { name: /Shops/ }).waitFor();
  await press('Enter');
  await page.waitForURL(url(`/address-books/${book}`));
  await heading('Shops').waitFor();
  const entries = dialog().getByRole('group', { name: 'Personal address book' });
  await openSearch();
  const asked = [];
  const note = (request) => request.url().includes('address-book') && asked.push(new URL(request.url()).pathname);
  page.on('request', note);
  await page.keyboard.type('bakery'); // a tag
  await entries.getByRole('option', { name: /Till 3.*987.654.321.*Bakery/ }).waitFor();
  await entries.getByRole('option').nth(1).waitFor({ state: 'detached' }); // found by what was typed until then
  page.off('request', note);
  assert.ok(asked.length <= 3, `${asked.length} requests: ${asked}`); // not one a letter, and none a book
  await checkLooks(page, 'search-entry');
  await press('Enter');
  await page.waitForURL(url('/address-books/personal?search=987654321'));
  await page.getByRole('row', { name: /Till 3/ }).waitFor();
  assert.equal(await page.getByRole('row', { name: /Till 4/ }).count(), 0);
  await openSearch();
  await page.keyboard.type('till4@');
  await press('Enter');
  await page.waitForURL(url('/address-books/personal?search=till4%40shop'));
  await page.getByRole('row', { name: /Till 4/ }).waitFor();
});

test('Connect goes to the screen, where the keys are the machine’s', async () => {
  await page.goto(url('/users'));
  await heading('Users').waitFor();
  await openSearch();
  await page.keyboard.type('recept');
  await option(`Connect to ${machine.name}`).waitFor();
  await press('Control+Enter');
  await page.waitForURL(url(`/connect/${machine.id}`));
  await hasFocus(page.getByRole('application'), 'the screen');
  await press('Control+k');
  await press('?');
  assert.equal(await page.getByRole('dialog').count(), 0);
  await hasFocus(page.getByRole('application'), 'the screen');
});

test('nothing found helps on, a fault is told and tried again', async () => {
  await page.goto(url('/groups'));
  await heading('Groups').waitFor();
  await openSearch();
  await page.keyboard.type('<b>nobody</b>');
  await dialog().getByText('Nothing found for “<b>nobody</b>”').waitFor();
  assert.equal(await field().getAttribute('aria-expanded'), 'false');
  await checkLooks(page, 'search-nothing');
  await page.route('**/api/v1/users?*', (route) => route.fulfill({ status: 500, contentType: 'text/html', body: 'oops' }));
  await field().fill('tester');
  await dialog().getByText('Could not be searched: Users.').waitFor();
  await checkLooks(page, 'search-failed');
  await page.unroute('**/api/v1/users?*');
  await dialog().getByRole('button', { name: 'Try again' }).click();
  await option(/Tom Tester/).waitFor();
  await press('Escape');
});

test('what was typed over is not asked to the end', async () => {
  const asked = [];
  page.on('request', (request) => request.url().includes('/clients?') && request.url().includes('limit=5&') && asked.push(request.url()));
  await openSearch();
  await page.keyboard.type('reception', { delay: 20 });
  await option(`Connect to ${machine.name}`).waitFor();
  assert.ok(asked.length <= 3, `${asked.length} requests for one word`);
  await press('Escape');
});

test('what was visited comes first, until one signs out', async () => {
  await page.goto(url('/clients'));
  await heading('Clients').waitFor();
  await openSearch();
  const recent = dialog().getByRole('group', { name: 'Recently visited' });
  await recent.getByRole('option', { name: new RegExp(machine.name) }).waitFor();
  await recent.getByRole('option', { name: /Tom Tester/ }).waitFor();
  await checkLooks(page, 'search-recent');
  await pressAt(field(), 'Escape');
  await page.getByRole('button', { name: /Ines Owner/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByLabel('E-mail address').waitFor();
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('trace'))), []);
  await page.goto(stage.appliance.url);
  await signIn(page);
  await openSearch();
  await option('Dashboard').waitFor();
  assert.equal(await recent.count(), 0);
  await press('Escape');
});

test('“?” lists the shortcuts, g and a letter go to a page, and both can be turned off', async () => {
  await page.goto(url('/'));
  await heading('Dashboard').waitFor();
  const keys = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await eventually(async () => {
    await press('?');
    return keys.isVisible();
  }, 'no list of shortcuts');
  await checkLooks(page, 'shortcuts');
  await pressAt(keys, 'Escape');
  await keys.waitFor({ state: 'detached' });
  await press('g');
  await press('u');
  await heading('Users').waitFor();
  await page.getByLabel('Search by name or e-mail address').focus();
  await page.keyboard.type('gd?'); // letters in a field are letters
  await heading('Users').waitFor();
  assert.equal(await page.getByLabel('Search by name or e-mail address').inputValue(), 'gd?');
  await heading('Users').focus();
  await press('?');
  await keys.getByText('Shortcuts of single letters', { exact: true }).click();
  await pressAt(keys, 'Escape');
  await keys.waitFor({ state: 'detached' });
  await page.reload();
  await heading('Users').waitFor();
  await heading('Users').focus();
  for (const key of ['?', 'g', 'd']) await press(key);
  await openSearch(); // always there
  assert.equal(await keys.count(), 0);
  await heading('Users').waitFor();
  await press('Escape');
});

test('on a phone it fills the screen', async () => {
  const visitor = await stage.browser.visitor(phone);
  await signInQuickly(visitor, stage.appliance);
  page = await visitor.newPage();
  await page.goto(url('/clients'));
  await page.getByRole('button', { name: 'Search', exact: true }).tap();
  await hasFocus(field(), 'the field of the search');
  const { width, height } = await dialog().boundingBox();
  assert.deepEqual([width, height], [phone.viewport.width, phone.viewport.height]);
  await field().fill('tom');
  await option(/Tom Tester/).tap();
  await heading('Tom Tester').waitFor();
  await page.getByRole('button', { name: 'Search', exact: true }).tap();
  await dialog().getByRole('button', { name: 'Close' }).tap();
  await dialog().waitFor({ state: 'detached' });
});

test('no fault, no refused policy, no request to anybody else', () => assert.deepEqual(stage.browser.complaints, []));
