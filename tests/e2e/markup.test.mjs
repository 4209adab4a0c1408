// Everything that people may name is named as a piece of a page that runs a script: every page shows it as the text that it is.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { caller } from './support/api.mjs';
import { startAppliance } from './support/appliance.mjs';
import { desktop, phone, startBrowser } from './support/browser.mjs';
import { owner, signInQuickly } from './support/owner.mjs';
import { eventually } from './support/process.mjs';

const markup = '<img src=x onerror=alert(1)>';
let appliance, browser, api, walks;
const dialogs = [];
const asked = [];

const ask = async (method, path, body) => {
  const answer = await api.ask(method, path, body);
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.json;
};

before(async () => {
  appliance = await startAppliance();
  browser = await startBrowser();
  api = caller(appliance);
  await ask('POST', '/setup', {
    code: appliance.code, organization_name: markup, first_name: markup, last_name: markup, email: owner.email, password: owner.password,
  });
  const { user } = await ask('POST', '/users', { first_name: markup, last_name: markup, email: 'tom@example.org' });
  const set = await ask('POST', '/permission-sets', { name: markup, description: markup, access: { clients: 'view' }, roles: [] });
  const role = await ask('POST', '/roles', { name: markup, description: markup, permission_sets: [set.id] });
  const group = await ask('POST', '/groups', { name: markup, description: markup });
  await ask('PUT', `/groups/${group.id}/members/${user.id}`, { expires_at: null });
  await ask('PUT', `/groups/${group.id}/roles/${role.id}`, { expires_at: null });
  await ask('PUT', `/users/${user.id}/roles/${role.id}`, { expires_at: null });
  const book = await ask('POST', '/address-books', { name: markup, description: markup, visible_to: 'groups', groups: [group.id] });
  const entry = { nickname: markup, address: '987654321', comment: markup, tags: [markup] };
  await ask('POST', `/address-books/${book.id}/entries`, entry);
  await ask('POST', '/me/address-book/entries', entry);
  await ask('POST', '/enrolment-tokens', { label: markup, uses: 1, days: 1 });
  await ask('POST', '/me/tokens', { name: markup, scope: { clients: 'view' }, days: 1, current_password: owner.password });
  const hook = new URL(`https://hooks.invalid/${markup}`).href;
  await ask('POST', '/webhooks', { url: hook, events: ['session.ended'] });
  const machine = await eventually(async () => (await ask('GET', '/clients?online=true')).items[0], 'this machine is not online');
  await ask('PATCH', `/clients/${machine.id}`, { comment: markup });
  const call = { address: machine.id, viewer_key: Buffer.alloc(32, 9).toString('base64url'), transport: 'link', reason: markup };
  const { session_id: session } = await ask('POST', '/connections', call);
  await ask('PATCH', `/sessions/${session}`, { comment: markup });
  // Where it stands at least so often; null: nowhere, but nothing must happen either.
  walks = [
    ['/', 1], ['/clients', null], ['/clients/add', 1], [`/clients/${machine.id}`, 2],
    ['/address-books', 3], [`/address-books/${book.id}`, 4], ['/address-books/personal', 3], [`/address-books/${book.id}/import`, null],
    ['/sessions', 2], [`/sessions/${session}`, 3],
    ['/users', 4], [`/users/${user.id}`, 3], ['/roles', 2], [`/roles/${role.id}`, 3], ['/groups', 3], [`/groups/${group.id}`, 3],
    ['/permission-sets', 2], [`/permission-sets/${set.id}`, 2], [`/permission-sets/${set.id}/edit`, null], ['/audit', 10],
    ['/mail', null], ['/user-providers', 1], ['/organization', 1], ['/profile', 1],
  ];
});
after(async () => {
  await browser?.stop();
  await appliance?.stop();
});

async function watched(look) {
  const visitor = await browser.visitor(look);
  await signInQuickly(visitor, appliance);
  const page = await visitor.newPage();
  page.on('dialog', (dialog) => {
    dialogs.push(`${page.url()}: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (/\/x$/.test(new URL(request.url()).pathname)) asked.push(`${page.url()}: ${request.url()}`);
  });
  return page;
}

// As text, as often as it should be there; and no picture came of it.
async function isText(page, path, least) {
  const texts = page.getByText(markup);
  await eventually(async () => (await texts.count()) >= least, `${path}: it stands there ${await texts.count()} times`, 20_000);
  assert.equal(await page.locator('img[src="x"]').count(), 0, path);
}

for (const [name, look] of Object.entries({ desktop, phone })) {
  test(`the pages show it as text, ${name}`, async () => {
    const page = await watched(look);
    for (const [path, least] of walks) {
      await page.goto(`${appliance.url}${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await eventually(async () => (await page.locator('.mantine-Skeleton-root').count()) === 0, `${path} never finished loading`);
      await isText(page, path, least ?? 0);
    }
    await page.context().close();
  });
}

test('so do questions, messages, tooltips and the search', async () => {
  const page = await watched(desktop);
  const button = (label) => page.getByRole('button', { name: label, exact: true });
  const { items } = await ask('GET', '/groups');
  await page.goto(`${appliance.url}/groups/${items[0].id}`);
  await button(`Take away ${markup}`).click();
  await page.getByText(`${markup} was taken away from the group.`).waitFor();
  await page.keyboard.press('Control+z');
  await page.getByText('It is as it was before.').waitFor();
  await button('Delete group').click();
  await page.getByRole('dialog').getByText(markup).first().waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.ok((await page.title()).includes(markup));

  await page.goto(`${appliance.url}/users`);
  await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor();
  await page.keyboard.press('Control+k');
  const search = page.getByRole('dialog', { name: 'Search' });
  await search.getByRole('combobox').fill('<img src=x');
  for (const group of ['Users', 'Groups', 'Roles', 'Permission Sets', 'Address Books', 'Personal address book']) {
    await search.getByRole('group', { name: group, exact: true }).getByText('<img src=x').first().waitFor();
  }
  await isText(page, 'the search', 0);
  await page.keyboard.press('Escape');
  await page.goto(`${appliance.url}/users?search=${encodeURIComponent(markup)}`);
  await page.getByRole('table').getByText(markup).first().waitFor();
  await page.context().close();
});

test('nothing ran, and nothing was asked for', () => {
  assert.deepEqual(dialogs, []);
  assert.deepEqual(asked, []);
});

test('no fault, no refused policy, no request to anybody else', () => assert.deepEqual(browser.complaints, []));
