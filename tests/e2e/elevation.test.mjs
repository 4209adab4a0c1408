// Administrator's rights in a session: asked for in the viewer, with accounts of this very computer, which are made for this and
// removed again. As root only.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeAccount, withoutRoot as skip } from './support/account.mjs';
import { desktop, phone } from './support/browser.mjs';
import { hasFocus } from './support/focus.mjs';
import { checkLooks } from './support/looks.mjs';
import { waitForPicture } from './support/owner.mjs';
import { canvasPicture, differingPixels } from './support/pixels.mjs';
import { eventually } from './support/process.mjs';
import { startStage } from './support/stage.mjs';

const LEAVE = 'Control+Alt+Shift+M';
let stage, page, id, administrator, user;

before(async () => {
  if (skip) return;
  administrator = makeAccount(['sudo']);
  user = makeAccount();
  stage = await startStage();
  page = stage.page;
  await page.goto(stage.appliance.url);
  await page.getByRole('link', { name: /^Connect to / }).click();
  await waitForPicture(page);
  id = new URL(page.url()).pathname.split('/').at(-1);
});
after(async () => {
  await stage?.stop();
  administrator?.remove();
  user?.remove();
});

const dialog = () => page.getByRole('dialog', { name: 'Request elevation' });
const badge = () => page.getByRole('button', { name: 'Administrator' });
const choose = async (label) => {
  await page.getByRole('button', { name: 'Actions' }).click();
  await page.getByRole('button', { name: label }).click();
};
const closeTerminal = () => page.getByRole('button', { name: 'Close', exact: true }).click();
async function transmit({ name, password }) {
  await dialog().getByRole('radio', { name: 'Transmit authentication data' }).check();
  await dialog().getByLabel('User name').fill(name);
  await dialog().getByRole('textbox', { name: 'Password' }).fill(password);
  const ok = dialog().getByRole('button', { name: 'OK' });
  await eventually(() => ok.isEnabled(), 'it may not be tried again');
  await ok.click();
}
const lines = () => page.locator('.xterm-rows > div').allInnerTexts();
const shows = (wanted) => eventually(async () => (await lines()).some((line) => wanted.test(line)), `the terminal never showed ${wanted}`);

test('a session begins with standard rights, and where nobody is, nobody can be asked', { skip }, async () => {
  await page.getByRole('button', { name: 'Actions' }).click();
  await page.getByRole('button', { name: 'Request elevation' }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Terminal' }).count(), 0);
  await checkLooks(page, 'elevation-actions', ['desktop']);
  await page.getByRole('button', { name: 'Request elevation' }).click();
  await dialog().getByRole('radio', { name: 'Ask the person at the machine' }).check();
  await dialog().getByRole('button', { name: 'OK' }).click();
  await dialog().getByText('At this machine nobody is asked.').waitFor();
});

test('neither a wrong password nor an account without rights is enough', { skip }, async () => {
  await transmit({ ...administrator, password: 'a guess' });
  await dialog().getByText('The name or the password is not right.').waitFor();
  assert.equal(await dialog().getByRole('textbox', { name: 'Password' }).inputValue(), '');
  await checkLooks(page, 'elevation-refused');
  await transmit(user);
  await dialog().getByText('This account may not administer the machine.').waitFor();
  assert.equal(await badge().count(), 0);
});

test('an administrator’s name and password give a terminal of root', { skip }, async () => {
  await transmit(administrator);
  await dialog().getByRole('button', { name: 'Open a terminal' }).click();
  await badge().waitFor();
  const before = await canvasPicture(page);
  await page.locator('.xterm-rows').waitFor();
  await page.keyboard.type('echo "uid=$(id -u)" $TERM\n');
  await shows(/^uid=0 xterm-256color/);
  assert.equal(differingPixels(await canvasPicture(page), before), 0, 'a key of the terminal reached the screen');
  await checkLooks(page, 'elevation-terminal');
});

test('keys go where the focus is, and one chord leads out of the terminal and back', { skip }, async () => {
  const inTerminal = () => page.evaluate(() => document.activeElement?.closest('.xterm') !== null);
  assert.ok(await inTerminal());
  await page.keyboard.type('nothing-begins-with-this');
  await page.keyboard.press('Tab');
  assert.ok(await inTerminal());
  await page.keyboard.press('Control+C');
  await page.keyboard.press(LEAVE);
  assert.ok(!(await inTerminal()));
  await page.keyboard.press(LEAVE);
  assert.ok(await inTerminal());
  await page.getByRole('application').focus();
  await page.keyboard.type('for-the-screen');
  await page.locator('.xterm-screen').click();
  await page.keyboard.type('echo and=back\n');
  await shows(/^and=back/);
  assert.ok(!(await lines()).some((line) => line.includes('for-the-screen')));
});

test('what is copied here is pasted there', { skip }, async () => {
  await page.evaluate(() => navigator.clipboard.writeText('echo of=the-clipboard'));
  await page.getByRole('button', { name: 'Paste' }).click();
  await shows(/echo of=the-clipboard/);
  await page.keyboard.press('Enter');
  await shows(/^of=the-clipboard/);
});

test('a terminal says how it ended, and its output stays until it is closed', { skip }, async () => {
  await page.keyboard.type('exit 3\n');
  await page.getByText('The terminal has ended.').waitFor();
  assert.ok((await lines()).some((line) => line.startsWith('uid=0')));
  await closeTerminal();
  assert.equal(await page.locator('.xterm-rows').count(), 0);
});

test('a service that is none can’t be restarted', { skip }, async () => {
  await choose('Restart a service…');
  await page.getByLabel('Name of the service').fill('a name with spaces');
  await page.keyboard.press('Enter');
  await page.getByText('Give the name of a service').waitFor();
  await page.getByLabel('Name of the service').fill('gatehouse-no-such.service');
  await page.keyboard.press('Enter');
  await page.getByText(/^It (went wrong: the program ended with status \d+\.|could not be started, or was stopped\.)$/).waitFor();
  await closeTerminal();
});

test('updates and a restart are asked about first', { skip }, async () => {
  for (const [label, title] of [['Install updates…', 'Install updates?'], ['Restart the machine…', 'Restart the machine?']]) {
    await choose(label);
    const question = page.getByRole('dialog', { name: title });
    await checkLooks(page, `elevation-${label.split(' ')[0]}`, ['phone']);
    await question.getByRole('button', { name: 'Cancel' }).click();
    await question.waitFor({ state: 'detached' });
  }
});

test('on a phone everything is within reach', { skip }, async () => {
  await page.setViewportSize(phone.viewport);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('button', { name: 'Terminal' }).click();
  await page.getByRole('button', { name: 'Ctrl+C' }).waitFor();
  await page.keyboard.type('echo has=begun; sleep 1000\n');
  await shows(/^has=begun/);
  await page.getByRole('button', { name: 'Ctrl+C' }).click();
  await page.keyboard.type('echo status=$?\n');
  await shows(/^status=130/);
  await closeTerminal();
  await page.setViewportSize(desktop.viewport);
});

test('the rights are given back, and their terminal goes with them', { skip }, async () => {
  await choose('Terminal');
  await page.locator('.xterm-rows').waitFor();
  await page.keyboard.type('echo still=here\n');
  await shows(/^still=here/);
  await badge().click();
  await checkLooks(page, 'elevation-badge');
  await page.getByRole('button', { name: 'Give the rights back' }).click();
  await page.getByText('It ended with the administrator’s rights.').waitFor();
  await badge().waitFor({ state: 'detached' });
  await hasFocus(page.getByRole('application'));
  await shows(/^still=here/);
  await closeTerminal();
});

test('they end with the session', { skip }, async () => {
  await choose('Request elevation');
  await transmit(administrator);
  await dialog().getByRole('button', { name: 'Close' }).click();
  await badge().waitFor();
  assert.equal(await page.getByRole('button', { name: 'Give the rights back' }).count(), 0);
  await page.reload();
  await waitForPicture(page);
  await page.getByRole('button', { name: 'Actions' }).waitFor();
  assert.equal(await badge().count(), 0);
});

test('who had them stands in the log and on the session', { skip }, async () => {
  await page.goto(`${stage.appliance.url}/audit`);
  const log = page.getByRole('table', { name: 'Audit log' });
  await log.getByText('Acts as administrator of the machine').first().waitFor();
  await log.getByText('Acts as administrator no more').first().waitFor();
  const { items } = await (await page.request.get(`${stage.appliance.url}/api/v1/sessions?client_id=${id}`)).json();
  const elevated = items.find((session) => session.elevated);
  await page.goto(`${stage.appliance.url}/sessions/${elevated.id}`);
  await page.getByText('Acted as administrator of the machine').waitFor();
});

test('no fault, no refused policy, no request to anybody else', { skip }, () => assert.deepEqual(stage.browser.complaints, []));
