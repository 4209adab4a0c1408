// Many users at once: typed, from a file, with what became of each line; ten thousand of them; and links to hand over.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { checkLooks } from './support/looks.mjs';
import { startStage } from './support/stage.mjs';

let stage, page;

before(async () => {
  stage = await startStage({ options: ['--desktop.enabled=off'] });
  page = stage.page;
});
after(() => stage?.stop());

const button = (name) => page.getByRole('button', { name, exact: true });
const list = () => page.getByLabel('E-mail addresses, or a CSV');
const row = (text) => page.getByRole('row').filter({ hasText: text });
const open = async () => {
  await page.goto(`${stage.appliance.url}/users`);
  await button('Create User').click();
  await page.getByRole('link', { name: 'Advanced' }).click();
  await page.getByRole('heading', { level: 1, name: 'Create many users' }).waitFor();
};

test('a list is typed, and every line says what became of it', async () => {
  await open();
  assert.ok(await button('Proceed').isDisabled());
  await list().fill('tom@example.org; maria@example.org\nines@example.org\nnobody\ntom@example.org\nada@example.org,Ada,Lovelace');
  await page.getByText('6 people in the list').waitFor();
  await checkLooks(page, 'many-users');
  await page.getByLabel('Role (beside “User”)').selectOption('Support agent');
  await button('Proceed').click();
  await page.getByText('4 of 4 done').waitFor();
  await row('ines@example.org').getByText('There already').waitFor();
  await row('nobody').getByText('No e-mail address.').waitFor();
  await row('Stands in line 1 already.').waitFor();
  await row('Ada Lovelace').getByText('Created').waitFor();
  await checkLooks(page, 'many-users-results');
  await page.getByLabel('Which results to show').selectOption({ label: 'Refused (2)' });
  assert.equal(await row('Created').count(), 0);
  const [download] = await Promise.all([page.waitForEvent('download'), button('Download the links').click()]);
  const text = readFileSync(await download.path(), 'utf8');
  assert.match(text, /"ada@example.org","Ada","Lovelace","https:\/\/localhost:\d+\/set-password#[\w-]+","20/);
  assert.equal(text.trim().split('\r\n').length, 4);
  await page.goto(`${stage.appliance.url}/users`);
  await row('Ada Lovelace').getByText('Support agent').waitFor();
});

// As somebody drops a file into the box.
const drop = (bytes) =>
  list().evaluate((box, content) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([Uint8Array.from(atob(content), (char) => char.charCodeAt(0))], 'people.csv', { type: 'text/csv' }));
    box.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, bytes.toString('base64'));

test('a CSV is dropped into the box, and what is no text is not taken', async () => {
  await open();
  await drop(Buffer.from([0x50, 0x4b, 0x03, 0x04, 0xff, 0x00]));
  await page.getByText('This file is no text. Save the table as CSV first.').waitFor();
  await drop(Buffer.from('\uFEFFLast name;First name;E-mail\r\n"Öztürk";=cmd();evil@example.org\r\n'));
  await page.getByText('1 person in the list').waitFor();
  await button('Proceed').click();
  await page.getByText('1 of 1 done').waitFor();
  await row('evil@example.org').getByText('=cmd() Öztürk').waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), button('Download the links').click()]);
  assert.match(readFileSync(await download.path(), 'utf8'), /"evil@example.org","'=cmd\(\)","Öztürk"/);
});

test('of ten thousand lines the page says how far it is', async () => {
  await open();
  await drop(Buffer.from(Array.from({ length: 10_000 }, (_, i) => `user${i}@example.net`).join('\n')));
  await page.getByText('10000 people in the list').waitFor();
  await button('Proceed').click();
  await page.getByText('10000 of 10000 done').waitFor();
  await list().waitFor({ state: 'detached' });
  await button('Show more').waitFor();
});

test('a file may have 2 MB, and who has a byte more is told what to do', async () => {
  await open();
  // As many people as a list may have, in as many bytes as a file may have.
  const lines = Array.from({ length: 10_000 }, (_, i) => `user${i}@example.net,${'A'.repeat(90)},`);
  const most = Buffer.from(lines.map((line) => `${line.padEnd(199, 'B')}\n`).join(''));
  assert.equal(most.length, 2_000_000);
  await drop(Buffer.concat([most, Buffer.from('\n')]));
  await page.getByRole('alert').getByText('This is too large: 2 MB at once are the most. Split it, and take one part after the other.').waitFor();
  assert.equal(await list().inputValue(), '');
  assert.ok(await button('Proceed').isDisabled());
  await checkLooks(page, 'many-users-too-large');
  await drop(most);
  await page.getByText('10000 people in the list').waitFor();
  assert.equal(await page.getByRole('alert').count(), 0);
  assert.ok(await button('Proceed').isEnabled());
});
