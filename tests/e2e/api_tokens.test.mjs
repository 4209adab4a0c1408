// Making, using and revoking an API token, as a person goes it; and what an administrator sees of it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { send } from './support/api.mjs';
import { hasFocus, leaveByEscape, tabOnTo } from './support/focus.mjs';
import { checkLooks } from './support/looks.mjs';
import { owner } from './support/owner.mjs';
import { startStage } from './support/stage.mjs';

let stage, page, token;

const url = (path) => `${stage.appliance.url}${path}`;
const button = (name) => page.getByRole('button', { name, exact: true });
const dialog = () => page.getByRole('dialog');
const table = () => page.getByRole('table', { name: 'API tokens' });
const ask = (path) => send(url(`/api/v1${path}`), { headers: { authorization: `Bearer ${token}` } });

before(async () => {
  stage = await startStage({ options: ['--desktop.enabled=off'] });
  page = stage.page;
  await page.goto(url('/profile'));
  await page.getByText('No API tokens').waitFor();
});
after(() => stage?.stop());

test('a token is made with the keyboard and shown once', async () => {
  await button('New token').focus();
  await page.keyboard.press('Enter');
  await hasFocus(dialog().getByRole('textbox', { name: 'Name' }));
  await page.keyboard.type('Night <b>shift</b>');
  const clients = dialog().getByRole('radiogroup', { name: 'Clients', exact: true });
  assert.equal(await dialog().getByRole('radiogroup', { name: 'Personal profile' }).count(), 0);
  await tabOnTo(page, clients.getByRole('radio', { name: 'No Access' }), 'Clients');
  await page.keyboard.press('ArrowRight');
  await checkLooks(page, 'token-form');
  // As when somebody signed in a while ago: who is there is asked once, and by nobody else.
  assert.equal(await page.getByRole('textbox', { name: 'Your password' }).count(), 0);
  const wanted = { code: 'confirmation_wanted', title: 'Forbidden', status: 403, detail: 'Show that it is you.' };
  await page.route('**/api/v1/me/tokens', (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({ status: 403, contentType: 'application/problem+json', body: JSON.stringify(wanted) })
      : route.continue(),
  );
  await button('Make token').click();
  const asked = page.getByRole('dialog', { name: 'Is it you?' });
  await hasFocus(asked.getByRole('textbox', { name: 'Your password' }));
  await page.keyboard.type('wrong password here');
  await asked.getByRole('button', { name: 'Go on' }).click();
  await asked.getByText('This is not your password.').first().waitFor();
  await page.unroute('**/api/v1/me/tokens');
  await asked.getByRole('textbox', { name: 'Your password' }).fill(owner.password);
  await asked.getByRole('button', { name: 'Go on' }).click();
  token = await dialog().getByText(/^gatehouse_/).textContent();
  assert.match(token, /^gatehouse_[0-9a-f]{16}_[0-9a-f]{72}$/);
  await hasFocus(button('Copy the token'));
  await checkLooks(page, 'token-made');
  await button('I have copied it').click();
  const row = table().getByRole('row', { name: /Night/ });
  await row.getByText('View: Clients').waitFor();
  await row.getByText('Never').waitFor();
  assert.equal(await page.getByText(token).count(), 0);
});

test('it works as far as it goes, and the page says that it was used', async () => {
  assert.equal((await ask('/clients')).status, 200);
  assert.equal((await ask('/users')).status, 403);
  assert.equal((await ask('/me/tokens')).status, 403);
  await page.reload();
  await table().getByText('from 127.0.0.1').waitFor();
  await checkLooks(page, 'profile-tokens');
});

test('an administrator sees it with the user, and the audit log tells of it', async () => {
  const me = await (await stage.visitor.request.get(url('/api/v1/me'))).json();
  await page.goto(url(`/users/${me.user.id}`));
  await table().getByText('Night <b>shift</b>').waitFor();
  await checkLooks(page, 'user-tokens');
  await page.goto(url('/audit'));
  await page.getByRole('table').getByText('API token made').waitFor();
});

test('revoking asks first, and ends it', async () => {
  await page.goto(url('/profile'));
  await button('Revoke Night <b>shift</b>').click();
  await leaveByEscape(dialog());
  assert.equal((await ask('/clients')).status, 200);
  await button('Revoke Night <b>shift</b>').click();
  await dialog().getByRole('button', { name: 'Revoke', exact: true }).click();
  await page.getByText('No API tokens').waitFor();
  assert.equal((await ask('/clients')).status, 401);
});
