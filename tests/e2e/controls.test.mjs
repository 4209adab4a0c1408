// Two viewers of one machine, of whom one at a time types and points, and what they and the person there write to each other:
// a real X server with a window manager, the consent window, the bar and the chat on it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { caller } from './support/api.mjs';
import { startAppliance } from './support/appliance.mjs';
import { desktop, startBrowser } from './support/browser.mjs';
import { hasFocus } from './support/focus.mjs';
import { checkLooks } from './support/looks.mjs';
import { owner, setUpQuickly, waitForPicture } from './support/owner.mjs';
import { person } from './support/person.mjs';
import { eventually, sleep } from './support/process.mjs';
import { startXServer } from './support/x_server.mjs';

const LEAVE = 'Control+Alt+Shift+M';
const guest = { first_name: 'Sam', last_name: 'Field', email: 'sam@example.org' };
let screen, appliance, browser, ines, sam, machine, typed, hand;

before(async () => {
  screen = await startXServer();
  screen.run('openbox', ['--sm-disable']);
  typed = await screen.terminal();
  hand = person(screen);
  appliance = await startAppliance(['--desktop.capture=x11', `--desktop.display=${screen.display}`]);
  browser = await startBrowser();
  const visitor = await browser.visitor(desktop);
  await setUpQuickly(visitor, appliance);
  const visits = await signedIn(await browser.visitor(desktop));
  machine = await eventually(async () => {
    const { items } = await (await visitor.request.get(`${appliance.url}/api/v1/clients`)).json();
    return items.find(({ online }) => online);
  }, 'this machine did not come online');
  [ines, sam] = [await visitor.newPage(), await visits.newPage()];
});
after(async () => {
  await browser?.stop();
  await appliance?.stop();
  await screen?.stop();
});

// As somebody else than the owner.
async function signedIn(visitor) {
  const admin = caller(appliance);
  const { organization } = (await admin.ask('GET', '/state')).json;
  await admin.ask('POST', '/login', { organization_id: organization.id, email: owner.email, password: owner.password });
  const { link } = (await admin.ask('POST', '/users', guest)).json;
  const post = (path, data) => visitor.request.post(`${appliance.url}/api/v1/${path}`, { headers: { origin: appliance.url }, data });
  await post('account-links/use', { token: link.split('#')[1], password: owner.password });
  await post('login', { organization_id: organization.id, email: guest.email, password: owner.password });
  return visitor;
}

const connect = async (page) => {
  await page.goto(`${appliance.url}/connect/${machine.id}`);
  await hand.question();
  await sleep(2500); // before, it takes no answer
  await hand.press('Accept');
  await waitForPicture(page);
  await hand.noQuestion();
};
const view = (page) => page.getByRole('application');
// In the terminal, and what is typed then.
const use = async (page, text) => {
  await page.bringToFront();
  await view(page).click({ position: { x: 240, y: 170 } });
  await page.keyboard.type(text);
};
// Between the mouse's reports.
const said = () => typed().replaceAll(/\u001b\[M[^]{3}/g, '');
const arrives = (text) => eventually(() => said().includes(text), `“${text}” did not arrive`);
// `other` types afterwards, so that nothing was on its way.
const comesToNothing = async (page, text, other, proof) => {
  await use(page, text);
  await other();
  await arrives(proof);
  assert.ok(!said().includes(text), `“${text}” arrived`);
};
const has = (page, name) => page.getByText(`${name} has the controls`, { exact: true }).waitFor();
const asks = (page, name) => page.getByRole('group', { name: `${name} asks for the controls` });
const button = (page, name) => page.getByRole('button', { name, exact: true });

test('who comes first has the controls, and who comes next sees that and types nothing', async () => {
  await connect(ines);
  await use(ines, 'alone ');
  await arrives('alone ');
  assert.equal(await ines.getByText('has the controls').count(), 0);
  await connect(sam);
  await has(sam, 'Ines Owner');
  assert.equal(await ines.getByText('has the controls').count(), 0);
  await comesToNothing(sam, 'intruder', () => use(ines, 'first '), 'first ');
  assert.equal(await view(sam).evaluate((canvas) => getComputedStyle(canvas).cursor), 'not-allowed');
  await checkLooks(sam, 'controls-of-another');
});

test('a wish can be taken back', async () => {
  await button(sam, 'Ask for the controls').click();
  await asks(ines, 'Sam Field').waitFor();
  await button(sam, 'Take back my wish').click();
  await asks(ines, 'Sam Field').waitFor({ state: 'detached' });
  await button(sam, 'Ask for the controls').waitFor();
});

test('given by the keyboard, they go over with all that they are', async () => {
  await button(sam, 'Ask for the controls').click();
  await asks(ines, 'Sam Field').waitFor();
  await ines.bringToFront();
  await view(ines).focus();
  await ines.keyboard.down('Shift'); // is let go of, or the other would shout
  await ines.keyboard.press(LEAVE);
  await hasFocus(button(ines, 'Give'));
  await ines.keyboard.press('Escape');
  await hasFocus(view(ines));
  await ines.keyboard.press(LEAVE);
  await hasFocus(button(ines, 'Give'));
  await button(ines, 'Give').and(ines.locator(':not([aria-disabled=true])')).waitFor(); // too soon is no answer
  await ines.keyboard.press('Enter');
  await sam.getByText('You have the controls now.').waitFor();
  await ines.keyboard.up('Shift');
  await has(ines, 'Sam Field');
  await use(sam, 'second ');
  await arrives('second ');
  await comesToNothing(ines, 'not any more', () => use(sam, 'third '), 'third ');
});

test('who does not answer in time has agreed', async () => {
  await button(ines, 'Ask for the controls').click();
  await asks(sam, 'Ines Owner').waitFor();
  await has(sam, 'Ines Owner');
  await use(ines, 'in time ');
  await arrives('in time ');
});

test('who has them is asked without losing the keyboard, and may keep them', async () => {
  await use(ines, 'before ');
  await button(sam, 'Ask for the controls').click();
  await asks(ines, 'Sam Field').getByText(/^Without an answer they go over in \d+ seconds\.$/).waitFor();
  await sam.getByText('Waiting for Ines Owner…').waitFor();
  await hasFocus(view(ines));
  await ines.keyboard.type('meanwhile ');
  await arrives('before meanwhile ');
  await checkLooks(ines, 'controls-asked', ['phone']);
  await button(ines, 'Keep').click();
  await sam.getByText('Ines Owner keeps the controls.').waitFor();
  await has(sam, 'Ines Owner');
  assert.equal(await asks(ines, 'Sam Field').count(), 0);
  // And is not asked again at once; who asks hears no.
  await sam.getByText('Ines Owner keeps the controls.').waitFor({ state: 'detached' });
  await button(sam, 'Ask for the controls').click();
  await sam.getByText('Ines Owner keeps the controls.').waitFor();
  await button(sam, 'Ask for the controls').waitFor();
  assert.equal(await asks(ines, 'Sam Field').count(), 0);
});

test('let go, they are nobody’s until somebody takes them', async () => {
  await button(ines, 'Actions').click();
  await button(ines, 'Let the controls go').click();
  for (const page of [ines, sam]) await page.getByText('Nobody has the controls', { exact: true }).waitFor();
  await button(sam, 'Take the controls').click();
  await has(ines, 'Sam Field');
  await use(sam, 'taken ');
  await arrives('taken ');
});

test('the person at the machine and a viewer write to each other, and nothing of it is typed', async () => {
  await sam.bringToFront();
  await button(sam, 'Chat').click();
  const field = sam.getByRole('textbox', { name: 'Message' });
  await hasFocus(field);
  await sam.keyboard.type('I am Sam,');
  await sam.keyboard.press('Shift+Enter');
  await sam.keyboard.type('from support.');
  await sam.keyboard.press('Enter');
  await sam.getByRole('log').getByText('I am Sam,').waitFor();
  assert.equal(await field.inputValue(), '');
  await hand.chat('Sam Field');
  await hand.picture('controls-chat');
  await hand.write('Sam Field', 'The printer is <b>dead</b>.');
  await sam.getByRole('log').getByText('The printer is <b>dead</b>.').waitFor();
  await checkLooks(sam, 'chat');
  await field.fill('ü'.repeat(501));
  await sam.getByText('That is too long for one message, by 2 bytes of 1,000. Send it in parts.').waitFor();
  await field.press('Enter');
  assert.equal(await field.inputValue(), 'ü'.repeat(501));
  await field.press('Escape');
  await hasFocus(view(sam));
  assert.equal(await field.count(), 0);
  assert.ok(!said().includes('Sam'));

  // While it is closed.
  await hand.write('Sam Field', 'Are you there?');
  await button(sam, 'Chat, 1 unread').waitFor();
  await sam.getByRole('button', { name: 'Person at the machine: Are you there?' }).click();
  await hasFocus(field);
  await button(sam, 'Chat').waitFor();
  await field.press('Escape');
  // It is between these two.
  assert.equal(await ines.getByText('Are you there?').count(), 0);
});

test('when who has them leaves, the other gets them', async () => {
  await button(sam, 'Disconnect').click();
  await ines.getByText('Sam Field has the controls', { exact: true }).waitFor({ state: 'detached' });
  await use(ines, 'last ');
  await arrives('last ');
});

test('no fault, no refused policy, no request to anybody else', () => assert.deepEqual(browser.complaints, []));
