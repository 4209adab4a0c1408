// Aliases: the organization's namespace, an alias given in the portal, and Connect by it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { waitForPicture } from './support/owner.mjs';
import { startStage } from './support/stage.mjs';

let stage, page, appliance;

before(async () => {
  stage = await startStage();
  ({ page, appliance } = stage);
});
after(() => stage?.stop());

test('the organization takes a namespace of its own', async () => {
  await page.goto(`${appliance.url}/organization`);
  const general = page.getByRole('region', { name: 'General' });
  const save = general.getByRole('button', { name: 'Save' });
  await general.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('textbox', { name: 'Your own namespace' }).fill('a.b');
  await save.click();
  await page.getByText('Use letters, digits and').waitFor();
  await page.getByRole('textbox', { name: 'Your own namespace' }).fill('acme');
  await save.click();
  await page.getByText('Saved.').waitFor();
});

test('a machine gets an alias and a comment, and is reached by the alias', async () => {
  await page.goto(`${appliance.url}/clients`);
  await page.getByRole('table').getByRole('link').first().click();
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('textbox', { name: 'Alias' }).fill('front desk');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Write it as name@namespace').waitFor();
  await page.getByRole('textbox', { name: 'Alias' }).fill('Front');
  await page.getByRole('textbox', { name: 'Comment' }).fill('By the door');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  await page.getByRole('textbox', { name: 'Comment' }).waitFor({ state: 'detached' });
  await page.getByText('Front@acme').waitFor();
  await page.getByText('By the door').waitFor();

  await page.goto(`${appliance.url}/clients`);
  await page.getByRole('searchbox').fill('the door');
  await page.getByRole('combobox', { name: 'Order' }).selectOption('Name, A to Z');
  await page.getByText('Front@acme').waitFor();
  await page.goto(`${appliance.url}/connect/front@ACME`);
  await waitForPicture(page);
});

test('no fault, no refused policy, no request to anybody else', () => assert.deepEqual(stage.browser.complaints, []));
