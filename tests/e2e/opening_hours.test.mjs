// A machine that may be reached at certain hours only: its page says when, and nobody connects at other times.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkLooks } from './support/looks.mjs';
import { connectToThisMachine } from './support/owner.mjs';
import { startStage } from './support/stage.mjs';

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

let stage, page, viewer, path, card;

before(async () => {
  stage = await startStage({ options: ['--desktop.capture=test_card'] });
  page = stage.page;
  viewer = await stage.visitor.newPage();
  await connectToThisMachine(viewer, stage.appliance);
  path = `/clients/${new URL(viewer.url()).pathname.split('/').pop()}`;
  await page.goto(`${stage.appliance.url}${path}`);
  card = page.getByRole('region', { name: 'Opening hours' });
});
after(() => stage?.stop());

const dialog = () => page.getByRole('dialog', { name: /^Opening hours of/ });
const inDays = (days) => WEEKDAYS[(new Date().getDay() + days) % 7];

async function fill(hours) {
  for (const day of WEEKDAYS) await dialog().getByLabel(day, { exact: true }).fill(hours[day] ?? '');
}

test('hours are typed as people write them, and what is none is said at its day', async () => {
  await card.getByText('This machine can be reached at any time.').waitFor();
  await card.getByRole('button', { name: 'Set opening hours' }).click();
  await dialog().getByLabel('Monday', { exact: true }).fill('8-12, 13 – 17.30');
  await dialog().getByRole('button', { name: 'Monday’s hours from Tuesday to Friday' }).click();
  await dialog().getByLabel('Saturday', { exact: true }).fill('morning');
  await dialog().getByRole('button', { name: 'Save' }).click();
  await dialog().getByText('Write it as 8:00-12:00, 13:00-17:30').waitFor();
  await checkLooks(page, 'opening-hours-form');
  await dialog().getByLabel('Saturday', { exact: true }).fill('0-24');
  await dialog().getByLabel('Sunday', { exact: true }).fill('0-24');
  for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday']) await dialog().getByLabel(day, { exact: true }).fill('00:00-12:00, 12:00-24:00');
  await dialog().getByRole('button', { name: 'Save' }).click();
  await dialog().waitFor({ state: 'detached' });
  await card.getByText('Open now').waitFor();
  await card.getByText('00:00 – 12:00, 12:00 – 24:00').first().waitFor();
});

test('closing ends the session that goes on, and Connect says when the machine opens', async () => {
  await card.getByRole('button', { name: 'Change' }).click();
  await fill({ [inDays(2)]: '8-12' });
  await dialog().getByRole('button', { name: 'Save' }).click();
  await dialog().waitFor({ state: 'detached' });
  await viewer.getByRole('heading', { name: 'The machine is closed now' }).waitFor();
  await page.getByText(`Closed · Opens ${inDays(2)} 08:00`).waitFor();
  const button = page.getByRole('button', { name: new RegExp(`^Connect to .+: Opens ${inDays(2)} 08:00$`) });
  assert.ok(await button.isDisabled());
  await checkLooks(page, 'client-page-closed');
  await page.goto(`${stage.appliance.url}/clients`);
  await page.getByRole('button', { name: new RegExp(`Opens ${inDays(2)}`) }).waitFor();
  await checkLooks(page, 'clients-closed');
});

test('who goes to the viewer anyway is told', async () => {
  await viewer.goto(`${stage.appliance.url}${path.replace('/clients/', '/connect/')}`);
  await viewer.getByRole('heading', { name: 'The machine is closed now' }).waitFor();
  await viewer.getByText(new RegExp(`It opens ${inDays(2)} 08:00 \\(.+\\)\\.`)).waitFor();
  await checkLooks(viewer, 'viewer-closed');
});

test('one press takes the change back, and without hours it is always open', async () => {
  await page.goto(`${stage.appliance.url}${path}`);
  await card.getByRole('button', { name: 'Change' }).click();
  await fill({});
  await dialog().getByRole('button', { name: 'Save' }).click();
  await card.getByText('This machine can be reached at any time.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await card.getByText(`Closed · Opens ${inDays(2)} 08:00`).waitFor();
});
