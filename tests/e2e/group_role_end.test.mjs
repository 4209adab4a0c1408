// A role of a group that ends: given until a day, shown with it, and given for good.
import { after, before, test } from 'node:test';
import { caller } from './support/api.mjs';
import { checkLooks } from './support/looks.mjs';
import { owner } from './support/owner.mjs';
import { startStage } from './support/stage.mjs';

let stage, page;

before(async () => {
  stage = await startStage({ options: ['--desktop.enabled=off'] });
  page = stage.page;
  const api = caller(stage.appliance);
  const { json } = await api.ask('GET', '/state');
  await api.ask('POST', '/login', { organization_id: json.organization.id, email: owner.email, password: owner.password });
  await api.ask('POST', '/groups', { name: 'Watch' });
});
after(() => stage?.stop());

const button = (name) => page.getByRole('button', { name, exact: true });
const given = () => page.getByRole('list', { name: 'Roles' }).getByRole('listitem');
const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test('a group gets a role until a day, which can be changed', async () => {
  await page.goto(`${stage.appliance.url}/groups`);
  await page.getByRole('link', { name: 'Watch' }).click();
  await button('Give a role').click();
  await page.getByLabel('Role', { exact: true }).selectOption('Support agent');
  await page.getByLabel('Until (optional)').fill(day(3));
  await checkLooks(page, 'group-role-until');
  await button('Give role').click();
  await given().filter({ hasText: 'Support agent' }).getByText(/^until /).waitFor();
  await checkLooks(page, 'group-role-given');
  await button('Change the end of Support agent').click();
  await page.getByLabel('Until (optional)').fill('');
  await button('Save').click();
  await given().getByText(/^until /).waitFor({ state: 'detached' });
  await given().filter({ hasText: 'Support agent' }).waitFor();
});
