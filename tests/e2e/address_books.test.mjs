// Address books: shared ones and one's own, found by tags, filled from a table and taken away as one.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { seriousFindings } from './support/axe.mjs';
import { hasFocus, leaveByEscape, pressAt, tabOnTo } from './support/focus.mjs';
import { checkLooks } from './support/looks.mjs';
import { eventually } from './support/process.mjs';
import { startStage } from './support/stage.mjs';

let stage, page;

before(async () => {
  stage = await startStage();
  page = stage.page;
});
after(() => stage?.stop());

const visit = (path, on = page) => on.goto(`${stage.appliance.url}${path}`);
const button = (name, on = page) => on.getByRole('button', { name, exact: true });
const link = (name, on = page) => on.getByRole('link', { name, exact: true });
const heading = (name, on = page) => on.getByRole('heading', { level: 1, name, exact: true }).waitFor();
const row = (text, on = page) => on.getByRole('row').filter({ hasText: text });
const field = (name, on = page) => on.getByRole('textbox', { name, exact: true });
const names = (on = page) => on.getByRole('table', { name: 'Entries' }).locator('tbody tr td:first-child').allTextContents();

async function createEntry({ nickname, address, comment = '', tags = [] }, on = page) {
  await on.getByRole('dialog').waitFor({ state: 'detached' }); // a row may come before its dialog goes
  await button('Create Entry', on).click();
  const dialog = on.getByRole('dialog');
  await field('Nickname', dialog).fill(nickname);
  await field('Address', dialog).fill(address);
  await field('Comment', dialog).fill(comment);
  for (const tag of tags) {
    await field('Tags', dialog).fill(tag);
    await field('Tags', dialog).press('Enter');
  }
  return dialog;
}

test('a shared book is made, and has a name of its own', async () => {
  await visit('/');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Address Books' }).click();
  await heading('Address Books');
  await page.getByText('No shared address books yet').waitFor();
  await checkLooks(page, 'address-books-none');
  await button('Create Address Book').click();
  await field('Name').fill('Shops');
  await page.getByLabel('All licensed users').waitFor();
  await checkLooks(page, 'address-book-create');
  await button('Create address book').click();
  await heading('Shops');
  await page.getByText('No entries yet').waitFor();
  await checkLooks(page, 'address-book-empty');
  await visit('/address-books');
  await button('Create Address Book').click();
  await field('Name').fill('SHOPS');
  await button('Create address book').click();
  await page.getByText('Another address book has this name.').waitFor();
  await leaveByEscape(page.getByRole('dialog'));
  await link('Shops').click();
  await heading('Shops');
});

test('an entry shows the machine that has its address, and connects to it', async () => {
  const clients = await eventually(async () => {
    const { items } = await (await page.request.get(`${stage.appliance.url}/api/v1/clients?online=true`)).json();
    return items.length > 0 && items;
  }, 'this machine is not online');
  const [{ id, device_key_fingerprint: key }] = clients;
  const dialog = await createEntry({ nickname: 'Box', address: '12', tags: ['Berlin', 'Till', 'berlin'] });
  await button('Create Entry', dialog).click();
  await page.getByText('This is no address.').waitFor();
  await field('Address', dialog).fill(`${id.slice(0, 3)} ${id.slice(3)}`);
  await checkLooks(page, 'address-entry-create');
  await button('Create Entry', dialog).click();
  await dialog.waitFor({ state: 'detached' });
  await row('Box').getByText('Online').waitFor();
  await row('Box').getByText(key).waitFor();
  assert.equal(await row('Box').getByRole('button', { name: /^Only those with the tag/ }).count(), 2);
  await createEntry({ nickname: 'Elsewhere', address: 'till@shop', comment: 'Not here yet', tags: ['Till'] }).then((one) => button('Create Entry', one).click());
  await row('Elsewhere').getByText('Not a machine of yours').waitFor();
  await createEntry({ nickname: 'Again', address: 'TILL@shop' }).then((one) => button('Create Entry', one).click());
  await page.getByText('This address book has an entry with this address already.').waitFor();
  await leaveByEscape(page.getByRole('dialog'));
  await checkLooks(page, 'address-book');
  await row('Box').getByRole('link', { name: /^Connect to / }).click();
  await page.getByRole('application').waitFor();
  await page.goBack();
  await heading('Shops');
});

test('entries are found by several tags, and a link keeps which', async () => {
  await row('Elsewhere').waitFor();
  await row('Elsewhere').getByRole('button', { name: 'Only those with the tag Till' }).click();
  await eventually(async () => (await names()).join() === 'Box,Elsewhere', 'not both');
  await field('Filter by tags').fill('ber');
  await page.getByRole('option', { name: 'Berlin' }).click();
  await eventually(async () => (await names()).join() === 'Box', 'not only one');
  assert.match(page.url(), /\?tag=Till&tag=Berlin$/);
  await page.reload();
  await eventually(async () => (await names()).join() === 'Box', 'not the same again');
  await page.getByRole('searchbox').fill('nothing like this');
  await page.getByText('No entry matches').waitFor();
  await button('Show all entries').click();
  await eventually(async () => (await names()).length === 2, 'not all');
});

test('an entry is edited without overwriting others, and deleted after a question', async () => {
  await button('Edit Elsewhere').click();
  const dialog = page.getByRole('dialog');
  await field('Comment', dialog).fill('Mine');
  // Meanwhile somebody else is quicker.
  const { csrf_token: csrf } = await (await page.request.get(`${stage.appliance.url}/api/v1/me`)).json();
  const book = page.url().match(/address-books\/(\d+)/)[1];
  const entries = `${stage.appliance.url}/api/v1/address-books/${book}/entries`;
  const [{ id }] = (await (await page.request.get(`${entries}?search=elsewhere`)).json()).items;
  const theirs = await page.request.patch(`${entries}/${id}`, {
    data: { comment: 'Theirs' }, headers: { origin: stage.appliance.url, 'x-csrf-token': csrf },
  });
  assert.equal(theirs.status(), 200);
  await button('Save', dialog).click();
  await dialog.getByRole('alert').getByText('Theirs').waitFor();
  await button('Save', dialog).click();
  await row('Elsewhere').getByText('Mine').waitFor();
  await button('Delete Elsewhere').click();
  await button('Delete', page.getByRole('dialog')).click();
  await row('Elsewhere').waitFor({ state: 'detached' });
});

const table = () => page.getByLabel('Table');
// As somebody drops a file into the box.
const drop = (bytes) =>
  table().evaluate((box, content) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(content)], 'book.csv', { type: 'text/csv' }));
    box.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, [...bytes]);

test('a table is imported with a word about each line, and leaves as it came', async () => {
  await link('Import').click();
  await heading('Import entries');
  await drop(Buffer.from([0x50, 0x4b, 0x03, 0x04, 0xff, 0x00]));
  await page.getByText('This file is no text. Save the table as CSV first.').waitFor();
  const lines = ['Tags;Nickname;Address;Comment', '"Berlin;Office";=cmd();111 222 333;"\'+49; 30"', ';Twin;111222333;', 'x;Bad;nothing;', ';New;new@shop;'];
  await drop(Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`));
  await page.getByText('4 entries in the table').waitFor();
  await checkLooks(page, 'address-book-import');
  await button('Import').click();
  await page.getByText('3 of 3 done').waitFor();
  await row('Twin').getByText('Stands in line 2 already.').waitFor();
  await row('Bad').getByText('This is no address.').waitFor();
  await row('=cmd()').getByText('New', { exact: true }).waitFor();
  await checkLooks(page, 'address-book-import-results');
  await link('To the address book').click();
  await row('=cmd()').getByText('Office').waitFor();
  await button('Export').click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: /CSV/ }).click()]);
  const text = readFileSync(await download.path(), 'utf8');
  assert.match(text, /^"Nickname","Address","Comment","Tags"\r\n/);
  assert.match(text, /"'=cmd\(\)","111222333","'\+49; 30","Berlin; Office"/);
  await link('Import').click();
  await table().fill(text);
  await page.getByLabel('Entries whose address is in the book already').selectOption('Change to what the table says');
  await button('Import').click();
  await page.getByText('3 of 3 done').waitFor();
  assert.equal(await row('There already').count(), 3); // nothing was changed by the way out and in
});

test('of ten thousand lines the page says how far it is', async () => {
  await visit('/address-books/personal/import');
  await drop(Buffer.from(Array.from({ length: 10_000 }, (_, i) => `Till ${i},${300_000_000 + i},In the shop,Berlin; Floor ${i % 7}`).join('\n')));
  await page.getByText('10000 entries in the table').waitFor();
  await button('Import').click();
  await page.getByText('10000 of 10000 done').waitFor();
  await link('To the address book').click();
  await row('Till 0').first().waitFor();
  await button('Show more').click();
  await eventually(async () => (await names()).length === 100, 'no second page');
  await checkLooks(page, 'address-book-personal', ['phone']);
});

test('a personal book is nobody else’s, and who sees no shared ones sees only that', async () => {
  const { csrf_token: csrf } = await (await page.request.get(`${stage.appliance.url}/api/v1/me`)).json();
  const headers = { origin: stage.appliance.url, 'x-csrf-token': csrf };
  const data = { first_name: 'Tom', last_name: 'Tester', email: 'tom@example.org' };
  const made = await (await page.request.post(`${stage.appliance.url}/api/v1/users`, { data, headers })).json();
  const visitor = await stage.browser.visitor();
  const password = 'violet lamps hum quietly';
  const post = (path, body) => visitor.request.post(`${stage.appliance.url}/api/v1/${path}`, { data: body, headers: { origin: stage.appliance.url } });
  assert.ok((await post('account-links/use', { token: made.link.split('#')[1], password })).ok());
  const { organization } = await (await visitor.request.get(`${stage.appliance.url}/api/v1/state`)).json();
  await post('login', { organization_id: organization.id, email: data.email, password });
  const toms = await visitor.newPage();
  await visit('/', toms);
  await toms.getByRole('link', { name: 'Address Books' }).click();
  await toms.waitForURL('**/address-books/personal');
  await heading('Address Books', toms);
  assert.equal(await link('Organization', toms).count(), 0);
  await toms.getByText('No entries yet').waitFor();
  assert.deepEqual(await seriousFindings(toms), []);
  await createEntry({ nickname: 'Toms own', address: '444 555 666' }, toms).then((dialog) => button('Create Entry', dialog).click());
  await row('Toms own', toms).waitFor();
  // A change elsewhere arrives by itself.
  const second = await visitor.newPage();
  await visit('/address-books/personal', second);
  await row('Toms own', second).waitFor();
  await button('Delete Toms own', toms).click();
  await button('Delete', toms.getByRole('dialog')).click();
  await second.getByText('No entries yet').waitFor();
  await toms.getByText('No entries yet').waitFor();
  await toms.getByRole('dialog').waitFor({ state: 'detached' });
  await createEntry({ nickname: 'Secret', address: '444 555 667' }, toms).then((dialog) => button('Create Entry', dialog).click());
  await row('Secret', toms).waitFor();

  await visit('/address-books/personal?search=secret');
  await page.getByText('No entry matches').waitFor();
  await visit('/audit');
  await row('Entries imported into an address book').first().waitFor();
  assert.equal(await page.getByText('Secret', { exact: true }).count(), 0);
  for (const path of ['/address-books/1', '/address-books/2']) {
    await visit(path, toms);
    await toms.getByText('Your roles do not include this page.').waitFor();
  }
});

test('without a mouse', async () => {
  await visit('/address-books');
  await heading('Address Books');
  await tabOnTo(page, button('Create Address Book'), 'Create Address Book');
  await page.keyboard.press('Enter');
  await hasFocus(field('Name'), 'the name');
  await page.keyboard.type('Keyboard');
  await page.keyboard.press('Enter');
  await heading('Keyboard');
  await tabOnTo(page, button('Create Entry'), 'Create Entry');
  await page.keyboard.press('Enter');
  await hasFocus(field('Nickname', page.getByRole('dialog')), 'the nickname');
  await page.keyboard.type('Desk');
  await page.keyboard.press('Tab');
  await page.keyboard.type('777888999');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.type('office');
  await page.keyboard.press('Enter');
  await tabOnTo(page, button('Create Entry', page.getByRole('dialog')), 'what creates it');
  await page.keyboard.press('Enter');
  await row('Desk').getByText('office').waitFor();
  await tabOnTo(page, button('Delete Desk'), 'Delete');
  await page.keyboard.press('Enter');
  await pressAt(button('Cancel', page.getByRole('dialog')), 'Escape');
  await hasFocus(button('Delete Desk'), 'Delete');
});

test('a shared book is deleted after a question', async () => {
  await visit('/address-books');
  await link('Keyboard').click();
  await button('Delete address book').click();
  await page.getByRole('dialog').getByText('1 entry will be gone with it').waitFor();
  await button('Delete address book', page.getByRole('dialog')).click();
  await page.waitForURL('**/address-books');
  await link('Keyboard').waitFor({ state: 'detached' });
  await checkLooks(page, 'address-books');
});

test('no fault, no refused policy, no request to anybody else', () => assert.deepEqual(stage.browser.complaints, []));
