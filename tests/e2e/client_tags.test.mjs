// Tags of machines: given to one or to many at once, taken back again, and found by.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { caller } from './support/api.mjs';
import { tabOnTo } from './support/focus.mjs';
import { checkLooks } from './support/looks.mjs';
import { owner } from './support/owner.mjs';
import { eventually } from './support/process.mjs';
import { startStage } from './support/stage.mjs';

const run = promisify(execFile);
const directory = mkdtempSync(join(tmpdir(), 'gatehouse-tags-'));
const names = ['alpha', 'bravo', 'charlie'];
const ids = {};
let stage, page, api;

before(async () => {
  stage = await startStage();
  page = stage.page;
  api = caller(stage.appliance);
  const { json } = await api.ask('GET', '/state');
  await api.ask('POST', '/login', { organization_id: json.organization.id, email: owner.email, password: owner.password });
  const { token } = (await api.ask('POST', '/enrolment-tokens', { label: 'Three', uses: names.length, days: 1 })).json;
  for (const name of names) {
    const args = ['enroll', '--server', new URL(stage.appliance.url).host, '--token', token, `--data=${join(directory, name)}`];
    const { stdout } = await run(process.env.PROGRAM_UNDER_TEST, args);
    ids[name] = /Its ID is (\d+)\./.exec(stdout)[1];
    await api.ask('PATCH', `/clients/${ids[name]}`, { alias: `${name}@ad`, comment: '' });
  }
  await eventually(async () => (await api.ask('GET', '/clients?online=true')).json.items[0], 'this machine is not online');
});
after(async () => {
  await stage?.stop();
  rmSync(directory, { recursive: true, force: true });
});

const visit = (path) => page.goto(`${stage.appliance.url}${path}`);
const button = (name, on = page) => on.getByRole('button', { name, exact: true });
const field = (name, on = page) => on.getByRole('textbox', { name, exact: true });
const row = (name) => page.getByRole('table', { name: 'Machines' }).getByRole('row').filter({ hasText: `${name}@ad` });
const box = (name) => row(name).getByRole('checkbox');
const tagsOf = async (name) => (await api.ask('GET', `/clients/${ids[name]}`)).json.tags.join();
const shows = (wanted) =>
  eventually(async () => {
    const there = await Promise.all(names.map(async (name) => ((await row(name).count()) > 0 ? name : '')));
    return there.filter(Boolean).join() === wanted;
  }, `not just ${wanted}`);
async function type(into, tags) {
  for (const tag of tags) {
    await into.fill(tag);
    await into.press('Enter');
  }
}

test('who has no tags sees nothing of them', async () => {
  await visit('/clients');
  await row('alpha').waitFor();
  assert.equal(await field('Filter by tags').count(), 0);
  assert.equal(await page.getByRole('columnheader', { name: 'Tags' }).count(), 0);
});

test('one machine gets tags on its page', async () => {
  await visit(`/clients/${ids.alpha}`);
  await button('Edit').click();
  const dialog = page.getByRole('dialog');
  await type(field('Tags', dialog), ['Till', 'Berlin, till; Ground floor']);
  await checkLooks(page, 'client-tags-edit');
  await button('Save', dialog).click();
  await dialog.waitFor({ state: 'detached' });
  await button('Only those with the tag Till').waitFor();
  await page.getByText(/^\d+\.\d+\.\d+/).first().waitFor(); // the program's version, not that of what was saved
  assert.equal(await tagsOf('alpha'), 'Berlin,Ground floor,Till');
  await checkLooks(page, 'client-tags-page');
  await button('Undo').click();
  await button('Only those with the tag Till').waitFor({ state: 'detached' });
  assert.equal(await tagsOf('alpha'), '');
  await api.ask('PATCH', `/clients/${ids.alpha}`, { tags: ['Berlin', 'Ground floor', 'Till'] });
  await button('Only those with the tag Till').click();
  await page.waitForURL(/\/clients\?tag=Till$/);
  await shows('alpha');
});

test('many machines get and lose tags at once, without a mouse, and get back what each had', async () => {
  await api.ask('PATCH', `/clients/${ids.bravo}`, { tags: ['old', 'Till'] });
  await visit('/clients');
  await tabOnTo(page, box('bravo'), 'the box of bravo');
  await page.keyboard.press('Space');
  await box('alpha').check();
  await box('charlie').check();
  await tabOnTo(page, button('Tags…'), 'Tags…');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Tags of 3 machines' });
  await button('Save', dialog).click();
  await dialog.getByText('Name a tag to add or to remove.').waitFor();
  await type(field('Add these tags', dialog), ['Move in May', 'berlin']);
  await field('Remove these tags', dialog).fill('berl');
  await page.getByRole('option', { name: 'Berlin' }).click();
  await button('Save', dialog).click();
  await dialog.getByText('A tag is added or removed, not both.').waitFor();
  await checkLooks(page, 'client-tags-many-refused');
  await field('Remove these tags', dialog).press('Backspace');
  await field('Remove these tags', dialog).fill('old');
  await page.getByRole('option', { name: 'old' }).click();
  await field('Remove these tags', dialog).press('Tab');
  await checkLooks(page, 'client-tags-many');
  await button('Save', dialog).click();
  await page.getByText('The tags of 3 machines are changed.').waitFor();
  await dialog.waitFor({ state: 'detached' });
  await row('charlie').getByText('Move in May').waitFor();
  assert.deepEqual(await Promise.all(names.map(tagsOf)), ['Berlin,Ground floor,Move in May,Till', 'berlin,Move in May,Till', 'berlin,Move in May']);
  await checkLooks(page, 'client-tags-list');
  await page.keyboard.press('Control+z');
  await eventually(async () => (await Promise.all(names.map(tagsOf))).join(' | ') === 'Berlin,Ground floor,Till | old,Till | ', 'not taken back');
  await row('bravo').getByText('old').waitFor();
  await page.getByText('3 machines selected').waitFor();
});

test('a machine that would have too many stops all, and is named', async () => {
  await api.ask('PATCH', `/clients/${ids.charlie}`, { tags: [...Array(20).keys()].map((tag) => `Tag ${tag}`) });
  await button('Tags…').click();
  const dialog = page.getByRole('dialog');
  await type(field('Add these tags', dialog), ['Till']);
  await button('Save', dialog).click();
  await dialog.getByRole('alert').getByText(`(${ids.charlie}) would have more`).waitFor();
  await checkLooks(page, 'client-tags-too-many');
  await button('Cancel', dialog).first().click();
  assert.equal(await tagsOf('bravo'), 'old,Till');
  await row('charlie').getByText('14 more').waitFor();
  await checkLooks(page, 'client-tags-list-full');
  await api.ask('PATCH', `/clients/${ids.charlie}`, { tags: ['Berlin'] });
});

test('the list is narrowed by several tags, which the address and the tab keep', async () => {
  await visit('/clients');
  await row('alpha').getByRole('button', { name: 'Only those with the tag Till' }).click();
  await shows('alpha,bravo');
  await field('Filter by tags').fill('ber');
  await page.getByRole('option', { name: 'Berlin' }).click();
  await shows('alpha');
  await page.keyboard.press('Escape');
  assert.match(page.url(), /\?tag=Till&tag=Berlin$/);
  await checkLooks(page, 'client-tags-filter');
  await page.reload();
  await shows('alpha');
  await row('alpha').getByRole('link').first().click();
  await page.getByRole('link', { name: 'All clients' }).click();
  await page.waitForURL(/\?tag=Till&tag=Berlin$/);
  await shows('alpha');
  // A tag that no machine has any more.
  await visit('/clients?tag=gone');
  await page.getByText('No machine is like that now').waitFor();
  await page.getByRole('search').getByText('gone', { exact: true }).first().waitFor();
  await button('Show all machines').click();
  await shows('alpha,bravo,charlie');
});

test('the search finds machines by their tags', async () => {
  await page.keyboard.press('Control+k');
  await page.keyboard.type('ground');
  const found = page.getByRole('dialog', { name: 'Search' }).getByRole('option').filter({ hasText: 'Ground floor' });
  await found.first().waitFor();
  await checkLooks(page, 'client-tags-search', ['phone']);
  await found.first().click();
  await page.waitForURL(new RegExp(`/clients/${ids.alpha}$`));
});

test('the appliance itself may be tagged with others, and is not removed with them', async () => {
  await visit('/clients');
  await page.getByRole('checkbox', { name: 'Select all machines that are shown' }).check();
  await page.getByText('4 machines selected').waitFor();
  await button('Remove').click();
  const dialog = page.getByRole('dialog', { name: 'Remove 3 machines?' });
  await dialog.getByText('The appliance itself is selected, too, and stays.').waitFor();
  await button('Cancel', dialog).click();
});

test('the audit log tells each machine’s tags', async () => {
  await visit('/audit?action=client.');
  await page.getByRole('row').filter({ hasText: 'Berlin, Ground floor, Move in May, Till' }).first().waitFor();
  await checkLooks(page, 'client-tags-audit', ['desktop']);
});

test('no fault, no refused policy, no request to anybody else', () => assert.deepEqual(stage.browser.complaints, []));
