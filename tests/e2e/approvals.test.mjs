// A machine that wants a second person's word: who connects asks, the owner approves, and the page goes on by itself.
import { after, before, test } from 'node:test';
import { caller } from './support/api.mjs';
import { desktop } from './support/browser.mjs';
import { checkLooks } from './support/looks.mjs';
import { owner, waitForPicture } from './support/owner.mjs';
import { eventually } from './support/process.mjs';
import { startStage } from './support/stage.mjs';

const anna = { first_name: 'Anna', last_name: 'Asker', email: 'anna@example.org' };

let stage, page, asker, id;

before(async () => {
  stage = await startStage({ options: ['--desktop.capture=test_card'] });
  page = stage.page;
  const admin = caller(stage.appliance);
  const { organization } = (await admin.ask('GET', '/state')).json;
  await admin.ask('POST', '/login', { organization_id: organization.id, email: owner.email, password: owner.password });
  const { link } = (await admin.ask('POST', '/users', anna)).json;
  const visitor = await stage.browser.visitor(desktop);
  const headers = { origin: stage.appliance.url };
  await visitor.request.post(`${stage.appliance.url}/api/v1/account-links/use`, { headers, data: { token: link.split('#')[1], password: owner.password } });
  await visitor.request.post(`${stage.appliance.url}/api/v1/login`, { headers, data: { organization_id: organization.id, email: anna.email, password: owner.password } });
  asker = await visitor.newPage();
  id = (await eventually(async () => {
    const { items } = (await admin.ask('GET', '/clients')).json;
    return items[0]?.online && items;
  }, 'this machine did not come online'))[0].id;
});
after(() => stage?.stop());

test('whoever may edit clients has a machine require approvals', async () => {
  await page.goto(`${stage.appliance.url}/clients/${id}`);
  const card = page.getByRole('region', { name: 'Approval by a second person' });
  await card.getByRole('button', { name: 'Require approval' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Require approval' }).click();
  await card.getByText('needs somebody else’s approval').waitFor();
  await checkLooks(page, 'client-page-approval');
});

test('who connects asks for it, and waits', async () => {
  await asker.goto(`${stage.appliance.url}/connect/${id}`);
  await asker.getByRole('heading', { name: /^Somebody else has to approve/ }).waitFor();
  await asker.getByRole('button', { name: 'Ask for approval' }).click();
  await asker.getByText('Say in a few words why you connect.').waitFor();
  await asker.getByLabel('Reason').fill('Ticket 4711');
  await checkLooks(asker, 'viewer-ask-approval');
  await asker.getByRole('button', { name: 'Ask for approval' }).click();
  await asker.getByRole('heading', { name: /^Waiting for somebody to approve/ }).waitFor();
  await checkLooks(asker, 'viewer-waits-for-approval');
});

test('the dashboard leads to it, and declining it says why', async () => {
  await page.goto(stage.appliance.url);
  await page.getByRole('link', { name: /Anna Asker asks to connect to/ }).click();
  await page.waitForURL(`${stage.appliance.url}/clients/approvals`);
  await page.getByText('Ticket 4711').waitFor();
  await checkLooks(page, 'approvals');
  await page.getByRole('button', { name: /^Decline that Anna Asker/ }).click();
  await page.getByRole('dialog').getByLabel('Comment').fill('After lunch');
  await page.getByRole('dialog').getByRole('button', { name: 'Decline' }).click();
  await asker.getByText(/Ines Owner declined your request\.\s+After lunch/).waitFor();
});

test('once approved the session begins by itself, and ends when the approval is revoked', async () => {
  await asker.getByLabel('Reason').fill('Ticket 4711, after lunch');
  await asker.getByRole('button', { name: 'Ask for approval' }).click();
  await page.getByRole('button', { name: /^Approve that Anna Asker/ }).click();
  await checkLooks(page, 'approve');
  await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  await waitForPicture(asker);
  await page.goto(`${stage.appliance.url}/sessions`);
  await page.getByRole('table', { name: 'Sessions' }).getByRole('row').nth(1).getByRole('link', { name: /^Today, / }).click();
  await page.getByText(/; approved by Ines Owner$/).waitFor();
  await page.goto(`${stage.appliance.url}/clients/approvals`);
  await page.getByRole('button', { name: /^End what allows Anna Asker/ }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await asker.getByRole('heading', { name: 'The approval is over' }).waitFor();
  await asker.getByRole('button', { name: 'Reconnect' }).click();
  await asker.getByText('Ines Owner revoked your approval.').waitFor();
});
