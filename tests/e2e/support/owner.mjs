// The owner's way through the pages, as a person goes it, and a short cut for tests about something else.
import assert from 'node:assert/strict';
import { eventually } from './process.mjs';

export const owner = {
  organization: 'Acme Support',
  firstName: 'Ines',
  lastName: 'Owner',
  email: 'ines@example.org',
  password: 'correct horse battery',
};

/** The wizard, from the first page to the dashboard; `look(name)` is called on each page. */
export async function setUp(page, appliance, look = async () => undefined) {
  await page.goto(appliance.url);
  await page.getByLabel('One-time set-up code').fill('AAAA-BBBB-CCCC');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('This is not the code on the console.').waitFor();
  await look('setup-wrong-code');
  await page.getByLabel('One-time set-up code').fill(appliance.code);
  await look('setup-code');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Organization name').fill(owner.organization);
  await look('setup-name');
  await page.getByRole('button', { name: 'Set Organization Name' }).click();
  await page.getByText('can’t be changed later').waitFor();
  await look('setup-review');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('First name').fill(owner.firstName);
  await page.getByLabel('Last name').fill(owner.lastName);
  await page.getByLabel('E-mail address').fill(owner.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(owner.password);
  await look('setup-owner');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('heading', { name: 'Your appliance is ready' }).waitFor();
  await look('setup-done');
  await page.getByRole('button', { name: 'Go to the dashboard' }).click();
  await page.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor();
}

/** The same without pages: afterwards the visitor is signed in. */
export async function setUpQuickly(visitor, appliance) {
  await post(visitor, appliance, 'setup', {
    code: appliance.code,
    organization_name: owner.organization,
    first_name: owner.firstName,
    last_name: owner.lastName,
    email: owner.email,
    password: owner.password,
  });
}

export async function signInQuickly(visitor, appliance) {
  const state = await (await visitor.request.get(`${appliance.url}/api/v1/state`)).json();
  await post(visitor, appliance, 'login', { organization_id: state.organization.id, email: owner.email, password: owner.password });
}

async function post(visitor, appliance, path, data) {
  const answer = await visitor.request.post(`${appliance.url}/api/v1/${path}`, { data, headers: { origin: appliance.url } });
  assert.ok(answer.ok(), `${path}: ${answer.status()} ${await answer.text()}`);
}

export async function signIn(page) {
  await page.getByLabel('E-mail address').fill(owner.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(owner.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor();
}

/** Presses Connect at "this machine" as soon as it is online, and waits for the picture. */
export async function connectToThisMachine(page, appliance) {
  await page.goto(appliance.url);
  await page.getByRole('link', { name: /^Connect to / }).click();
  return waitForPicture(page);
}

export async function waitForPicture(page) {
  const canvas = page.getByRole('application');
  await canvas.waitFor();
  await eventually(() => canvas.evaluate(({ width }) => width > 0), 'no picture came');
  return canvas;
}
