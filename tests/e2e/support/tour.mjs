// A walk through all there is to see; `look(name)` is called at each stop.
import { leaveByEscape } from './focus.mjs';
import { connectToThisMachine } from './owner.mjs';
import { eventually } from './process.mjs';

/** Whether the page is narrow, where the viewer puts its panels into one drawer. */
const isNarrow = (page) => page.viewportSize().width < 768;

async function settled(page) {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await eventually(async () => (await page.locator('.mantine-Skeleton-root, [role=status][aria-label="Loading…"]').count()) === 0,
    `${page.url()} never finished loading`);
}

export async function portalPages(page, appliance, look) {
  const api = async (path) => (await page.request.get(`${appliance.url}/api/v1/${path}`)).json();
  const [client] = (await api('clients')).items;
  const [session] = (await api('sessions')).items;
  const [user] = (await api('users')).items;
  const [role] = (await api('roles')).items;
  const stops = [
    '/', '/clients', '/clients/add', '/clients/approvals', `/clients/${client.id}`, '/address-books', '/address-books/personal', '/address-books/personal/import',
    '/sessions', `/sessions/${session.id}`,
    '/users', `/users/${user.id}`, '/users/many', '/roles', `/roles/${role.id}`, '/groups', '/permission-sets', '/permission-sets/new', '/audit',
    '/relays', '/mail', '/user-providers', '/organization', '/license', '/invoices', '/organizations', '/profile', '/team', '/nowhere',
  ];
  for (const path of stops) {
    await page.goto(`${appliance.url}${path}`);
    await settled(page);
    await look(`page ${path.replace(/\d.*/, 'one')}`);
  }
  await page.goto(`${appliance.url}/clients/${client.id}`);
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('textbox', { name: 'Alias' }).waitFor();
  await look('machine edit');
  await leaveByEscape(page.getByRole('dialog'));
  await page.getByRole('button', { name: /Ines Owner/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
  await look('page menu');
}

export async function viewerStates(page, appliance, look) {
  await connectToThisMachine(page, appliance);
  await look('viewer open');
  if (isNarrow(page)) {
    await page.getByRole('button', { name: 'Keyboard' }).click();
    await page.getByRole('textbox', { name: 'Type at the machine' }).waitFor();
    await look('viewer keyboard');
    await page.getByRole('button', { name: 'Close the field' }).click();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('heading', { name: 'Size' }).waitFor();
    await look('viewer more');
    await leaveByEscape(page.getByRole('dialog'));
  } else {
    for (const panel of ['View', 'Keys', 'Clipboard']) {
      await page.getByRole('button', { name: panel, exact: true }).click();
      const dialog = page.getByRole('dialog', { name: panel });
      await dialog.waitFor();
      await look(`viewer ${panel.toLowerCase()}`);
      await leaveByEscape(dialog);
    }
  }
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await page.getByRole('heading', { name: 'You left the session' }).waitFor();
  await look('viewer left');
}
