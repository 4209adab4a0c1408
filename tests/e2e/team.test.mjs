// A team, which a smaller license than Ultimate makes: set up, and people invited into it, from nowhere and from elsewhere.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { caller } from './support/api.mjs';
import { startAppliance } from './support/appliance.mjs';
import { startBrowser } from './support/browser.mjs';
import { hasFocus, leaveByEscape } from './support/focus.mjs';
import { checkLooks } from './support/looks.mjs';
import { owner } from './support/owner.mjs';

const team = 'Support Berlin';
const password = 'violet lamps hum quietly';
let appliance, browser, page, guest, link;

before(async () => {
  appliance = await startAppliance(['--desktop.enabled=off', '--license.tier=standard']);
  browser = await startBrowser();
  page = await (await browser.visitor()).newPage();
  guest = await (await browser.visitor()).newPage();
});
after(async () => {
  await browser?.stop();
  await appliance?.stop();
});

const visit = (path, on = page) => on.goto(`${appliance.url}${path}`);
const button = (name, on = page) => on.getByRole('button', { name, exact: true });
const heading = (name, on = page) => on.getByRole('heading', { level: 1, name, exact: true }).waitFor();
const field = (name, on = page) => on.getByRole('textbox', { name, exact: true });
const dialog = () => page.getByRole('dialog');
const invitations = () => page.getByRole('region', { name: 'Invitations' });
const copied = async () => {
  await button('Copy the link').click();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(text, /^https:\/\/[^/]+\/invitation#[\w-]{43}$/);
  return text;
};
const follow = async (to, on) => {
  await on.goto('about:blank');
  await visit(`/invitation#${to.split('#')[1]}`, on);
};
const invite = async (first, email) => {
  await visit('/users');
  await button('Invite User').click();
  await field('First name').fill(first);
  await field('Last name').fill('Tester');
  await field('Email').fill(email);
  await button('Invite').click();
  await dialog().getByText(`An invitation for ${first} Tester`).waitFor();
  const made = await copied();
  await button('Done').click();
  return made;
};
const signIn = async (on) => {
  await heading('Sign in', on);
  await field('Password', on).fill(password);
  await button('Sign in', on).click();
  await heading('Dashboard', on);
};

test('the wizard sets a team up', async () => {
  await page.goto(appliance.url);
  await page.getByLabel('One-time set-up code').fill(appliance.code);
  await button('Continue').click();
  await heading('Team Setup');
  await field('Team name').fill(team);
  await field('Short description').fill('Helps the shops in Berlin.');
  await checkLooks(page, 'team-setup');
  await button('Create team').click();
  await page.getByText('The name of the team can’t be changed later.').waitFor();
  await page.getByText('Helps the shops in Berlin.').waitFor();
  await checkLooks(page, 'team-setup-review');
  await button('Continue').click();
  await field('First name').fill(owner.firstName);
  await field('Last name').fill(owner.lastName);
  await field('E-mail address').fill(owner.email);
  await field('Password').fill(owner.password);
  await button('Create account').click();
  await heading('Your appliance is ready');
  await button('Go to the dashboard').click();
  await heading('Dashboard');
});

test('what the license does not have is not shown', async () => {
  const tabs = await page.getByRole('navigation').getByRole('link').allInnerTexts();
  for (const name of ['Team', 'License', 'Invoices', 'Users', 'Audit', 'Relays', 'Mail']) assert.ok(tabs.includes(name), `${name} is missing`);
  for (const name of ['User Providers', 'Organization', 'Roles', 'Groups', 'Permission Sets']) assert.ok(!tabs.includes(name), `${name} is there`);
  for (const path of ['/user-providers', '/organization', '/roles', '/roles/1', '/groups', '/permission-sets', '/permission-sets/new', '/users/many']) {
    await visit(path);
    await heading('Not in your license');
    await page.getByText('Your license is Standard').waitFor();
  }
  await visit('/users');
  await page.getByRole('link', { name: `${owner.firstName} ${owner.lastName}` }).click();
  await page.getByRole('heading', { level: 2, name: 'Roles' }).waitFor();
  assert.equal(await page.getByRole('heading', { level: 2, name: 'Groups' }).count(), 0);
  assert.equal(await button('Give a role').count(), 0);
  await checkLooks(page, 'team-user');
  await visit('/license');
  await page.getByText('A team', { exact: true }).waitFor();
  await checkLooks(page, 'team-license');
});

test('its page says what it is called, and what it is for', async () => {
  await page.getByRole('link', { name: 'Team', exact: true }).click();
  await heading('Team');
  await page.getByText('The name can’t be changed.').waitFor();
  assert.equal(await field('Short description').inputValue(), 'Helps the shops in Berlin.');
  await field('Short description').fill('Helps the shops in Berlin and Potsdam.');
  await button('Save').click();
  await page.getByText('Saved.').waitFor();
  await page.getByText('This team owns the appliance').waitFor();
  await checkLooks(page, 'team');
  await page.reload();
  await heading('Team');
  assert.equal(await field('Short description').inputValue(), 'Helps the shops in Berlin and Potsdam.');
});

test('somebody is invited, by a link that is shown once', async () => {
  await visit('/users');
  await invitations().getByText('Nobody is invited at the moment.').waitFor();
  assert.equal(await button('Create User').count(), 0);
  await button('Invite User').click();
  await hasFocus(dialog().getByRole('textbox', { name: 'First name' }));
  await field('First name').fill('Ada');
  await field('Last name').fill('Tester');
  await field('Email').fill(owner.email);
  await button('Invite').click();
  await dialog().getByRole('textbox', { name: 'Email' }).and(page.locator('[aria-invalid=true]')).waitFor();
  await dialog().getByText('Another user has this e-mail address.').waitFor();
  await checkLooks(page, 'team-invite-member');
  await field('Email').fill('ada@example.org');
  await checkLooks(page, 'team-invite');
  await button('Invite').click();
  await dialog().getByText('An invitation for Ada Tester').waitFor();
  await checkLooks(page, 'team-invite-link');
  link = await copied();
  await button('Done').click();
  const row = invitations().getByRole('row').filter({ hasText: 'ada@example.org' });
  await row.getByText(`${owner.firstName} ${owner.lastName}`).waitFor();
  await checkLooks(page, 'team-users');
});

test('a new link makes the first one worthless', async () => {
  await button('New link for Ada Tester').click();
  await dialog().getByText('It is good for seven days from now on.').waitFor();
  await button('Make link').click();
  const first = link;
  link = await copied();
  await leaveByEscape(dialog());
  await follow(first, guest);
  await heading('This invitation is good no more', guest);
  await checkLooks(guest, 'invitation-over');
  await follow('/invitation#', guest);
  await heading('This link is incomplete', guest);
});

test('it is accepted with a new account, which signs in with the organization’s ID', async () => {
  await follow(link, guest);
  await heading(`You are invited to ${team}`, guest);
  await guest.getByText(`Ada, ${owner.firstName} ${owner.lastName} invites you to ${team}.`).waitFor();
  await guest.getByRole('link', { name: 'Sign in first' }).waitFor();
  await field('Password', guest).fill('short');
  await button('Accept invitation', guest).click();
  await guest.getByText('7 more characters needed').waitFor();
  await checkLooks(guest, 'invitation');
  await field('Password', guest).fill(password);
  await button('Accept invitation', guest).click();
  await heading(`You are in ${team}`, guest);
  await checkLooks(guest, 'invitation-accepted');
  await guest.getByRole('link', { name: 'Sign in', exact: true }).click();
  await heading('Sign in', guest);
  assert.equal(await field('E-mail address', guest).inputValue(), 'ada@example.org');
  await signIn(guest);
  await visit('/users');
  await page.getByRole('link', { name: 'Ada Tester' }).waitFor();
  await invitations().getByText('Nobody is invited at the moment.').waitFor();
});

// Ada, who is signed in, had another address than the one that is invited until now.
test('who is a member already has nothing to accept', async () => {
  const invitation = await invite('Mia', 'mia@example.org');
  const mine = caller(appliance);
  await mine.ask('POST', '/login', { organization_id: 'support-berlin', email: owner.email, password: owner.password });
  const { json: users } = await mine.ask('GET', '/users?search=ada');
  const rename = (email) => mine.ask('PATCH', `/users/${users.items[0].id}`, { email });
  assert.equal((await rename('mia@example.org')).status, 200);
  await follow(invitation, guest);
  await heading(`You are in ${team} already`, guest);
  await guest.getByText('There is nothing to accept').waitFor();
  await checkLooks(guest, 'invitation-member');
  await guest.getByRole('link', { name: 'Go to the dashboard' }).click();
  await heading('Dashboard', guest);
  assert.equal((await rename('ada@example.org')).status, 200);
  await visit('/users');
  await button('Withdraw the invitation of Mia Tester').click();
  await button('Withdraw', dialog()).click();
  await page.getByText('Mia Tester is not invited any more.').waitFor();
});

test('who is signed in already, and who is somebody else, is told so', async () => {
  const other = await invite('Nora', 'nora@example.org');
  await follow(other, guest);
  await heading('This invitation is for nora@example.org', guest);
  await checkLooks(guest, 'invitation-another');
  await button('Sign out, and look at it', guest).click();
  await heading(`You are invited to ${team}`, guest);
  await button('Withdraw the invitation of Nora Tester').click();
  await dialog().getByText('Its link no longer works.').waitFor();
  await button('Withdraw', dialog()).click();
  await page.getByText('Nora Tester is not invited any more.').waitFor();
  await field('Password', guest).fill(password);
  await button('Accept invitation', guest).click();
  await heading('This invitation is good no more', guest);
});

// Somebody in another organization of this appliance, who is a plain user there.
async function somebodyElsewhere() {
  const mine = caller(appliance);
  const { json: me } = await mine.ask('POST', '/login', { organization_id: 'support-berlin', email: owner.email, password: owner.password });
  assert.ok(me, 'the owner signs in');
  const made = await mine.ask('POST', '/organizations', {
    name: 'Branch Office', owner_first_name: 'Bo', owner_last_name: 'Branch', owner_email: 'bo@example.org',
  });
  const token = (answer) => answer.json.link.split('#')[1];
  await mine.ask('POST', '/account-links/use', { token: token(made), password });
  const bo = caller(appliance);
  await bo.ask('POST', '/login', { organization_id: 'branch-office', email: 'bo@example.org', password });
  const tom = await bo.ask('POST', '/users', { first_name: 'Tom', last_name: 'Tester', email: 'tom@example.org' });
  await bo.ask('POST', '/account-links/use', { token: token(tom), password });
  return { organization_id: 'branch-office', email: 'tom@example.org', password };
}

test('it is accepted with the account that one has elsewhere, which moves', async () => {
  const credentials = await somebodyElsewhere();
  const invitation = await invite('Tom', 'Tom@example.org');
  const tom = await (await browser.visitor()).newPage();
  const signedIn = await tom.request.post(`${appliance.url}/api/v1/login`, { data: credentials, headers: { origin: appliance.url } });
  assert.ok(signedIn.ok());
  await follow(invitation, tom);
  await heading(`Join ${team}`, tom);
  await tom.getByText(`your account moves from Branch Office to ${team}`).waitFor();
  await checkLooks(tom, 'invitation-join');
  await button(`Join ${team}`, tom).click();
  await heading(`You are in ${team}`, tom);
  await tom.getByText('Sign in with the organization ID “support-berlin”').waitFor();
  await checkLooks(tom, 'invitation-joined');
  await tom.getByRole('link', { name: 'Sign in', exact: true }).click();
  await signIn(tom);
  await tom.getByRole('navigation').getByText(team).waitFor();
  await visit('/users');
  await page.getByRole('link', { name: 'Tom Tester' }).waitFor();
});

test('no fault, no refused policy, no request to anybody else', () => assert.deepEqual(browser.complaints, []));
