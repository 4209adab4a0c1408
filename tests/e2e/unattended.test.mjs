// Permission profiles of a machine, and unattended access by their passwords and a second factor: set up at the machine's console,
// used in the browser.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkLooks } from './support/looks.mjs';
import { owner, waitForPicture } from './support/owner.mjs';
import { eventually, start } from './support/process.mjs';
import { startStage } from './support/stage.mjs';
import { authenticator } from './support/totp.mjs';

const program = process.env.PROGRAM_UNDER_TEST;
const PASSWORD = 'seven brown horses';
const WORDS = 'Password for unattended access';
let stage, page;

before(async () => {
  stage = await startStage({ options: ['--desktop.capture=test_card'] });
  page = stage.page;
  await eventually(async () => (await page.request.get(`${stage.appliance.url}/api/v1/clients`)).ok() && (await machine()).online, 'the machine is not online');
});
after(() => stage?.stop());

const machine = async () => (await (await page.request.get(`${stage.appliance.url}/api/v1/clients`)).json()).items[0] ?? {};

/** A command at the machine's console; `lines`: what is typed. */
async function command(words, lines = []) {
  const running = start(program, [...words, `--agent.data=${stage.appliance.data}/agent`], { stdio: ['pipe', 'pipe', 'pipe'] });
  running.child.stdin.on('error', () => {}); // it may not read it
  running.child.stdin.end(lines.map((line) => `${line}\n`).join(''));
  const { code } = await running.exited;
  return { code, output: running.output() };
}
async function done(words, lines) {
  const { code, output } = await command(words, lines);
  assert.equal(code, 0, output);
  return output;
}

async function connect() {
  await page.goto(`${stage.appliance.url}/connect/${(await machine()).id}`);
}
const field = () => page.getByLabel(WORDS, { exact: true });
const code = () => page.getByLabel('Security code');
const press = () => page.getByRole('button', { name: 'Connect' }).click();
async function leave() {
  await page.goto(`${stage.appliance.url}/sessions`);
  await page.getByRole('heading', { level: 1, name: 'Sessions' }).waitFor();
}

test('a machine begins with four profiles, of which the first that is on counts', async () => {
  const said = await done(['profile']);
  for (const name of ['Default', 'Screen Sharing', 'Full Access', 'Unattended Access']) assert.ok(said.includes(name));
  assert.match(said, /Default\n {2}on; this one counts when no password is given/);
  assert.match(said, /Unattended Access\n {2}off/);
  assert.match(await done(['profile', 'show', 'Default']), /file_transfer +yes +.*unavailable in this version, never granted/);
});

test('a session has what its profile allows, and loses at once what it does not any more', async () => {
  await connect();
  await waitForPicture(page);
  await page.getByRole('button', { name: 'Connection' }).click();
  await page.getByText('The machine lets you').waitFor();
  await page.getByText(/^Not available in this version: file manager/).waitFor();
  await checkLooks(page, 'viewer-permissions', ['desktop']);
  await page.keyboard.press('Escape');
  assert.match(await done(['profile', 'set', 'default', 'view_screen', 'pointer,file_transfer']), /Unavailable in this version, and not granted: file_transfer/);
  await page.getByRole('button', { name: 'Keys' }).click();
  await page.getByText('Keys are not sent: the machine does not let you use the keyboard.').waitFor();
});

test('no profile, no session', async () => {
  for (const name of ['Default', 'Screen Sharing', 'Full Access']) await done(['profile', 'disable', name]);
  await page.getByText('Not allowed').first().waitFor();
  assert.match(await done(['profile']), /No profile can be used: every session is refused/);
});

test('a password is long enough, another than all others, and its risk is told', async () => {
  const set = (name, typed) => command(['profile', 'password', name, '--password-stdin'], [typed]);
  assert.match((await set('Unattended Access', 'short')).output, /at least 8 characters/);
  assert.match((await set('Nobody', PASSWORD)).output, /there is no profile 'Nobody'/);
  const { code: status, output } = await set('Unattended Access', PASSWORD);
  assert.equal(status, 0);
  assert.match(output, /comes in at any time, and nobody here is asked/);
  assert.match((await set('Full Access', PASSWORD)).output, /another profile has this password/);
  await done(['profile', 'set', 'Unattended Access', 'view_screen', 'keyboard']);
  await eventually(() => stage.appliance.process.output().includes('unattended access is on'), 'the agent said nothing');
});

test('who knows it comes in by its profile, who does not is told no more than that', async () => {
  await connect();
  await field().waitFor();
  await checkLooks(page, 'unattended-password');
  await field().fill('seven brown hores');
  await press();
  await page.getByText('That is not right.').waitFor();
  await checkLooks(page, 'unattended-password-wrong', ['phone']);
  await field().fill(PASSWORD);
  await press();
  await waitForPicture(page);
  await leave();
  const { profile, granted_permissions } = (await (await page.request.get(`${stage.appliance.url}/api/v1/sessions`)).json()).items[0];
  assert.deepEqual([profile, granted_permissions], ['Unattended Access', ['view_screen', 'keyboard']]);
});

test('who comes with a viewer of their own is asked at the terminal, without echo', async () => {
  const [, fingerprint] = /authority:\n {2}(.+)/.exec(stage.appliance.process.output());
  const words = [program, 'connect', (await machine()).id, '--server', stage.appliance.url.replace('https://', ''), '--email', owner.email];
  words.push('--organization', 'acme-support', '--fingerprint', fingerprint, '--listen', '127.0.0.1:0');
  const terminal = start('script', ['-qec', words.map((word) => `'${word}'`).join(' '), '/dev/null'], {
    env: { XDG_CONFIG_HOME: `${stage.appliance.data}/elsewhere` },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const says = (text) => eventually(() => terminal.output().includes(text), `it never said: ${text}`);
  for (const [asked, typed] of [
    ['Password: ', owner.password],
    [`${WORDS}, if you know it: `, 'seven brown hores'],
    ['That is not right.', PASSWORD],
  ]) {
    await says(asked);
    terminal.child.stdin.write(`${typed}\n`);
  }
  await says('Ready for a VNC viewer at ');
  assert.ok(!terminal.output().includes(PASSWORD), terminal.output());
  terminal.child.stdin.end('\x03');
  await terminal.exited;
  assert.match(terminal.output(), /The session is over/);
});

test('with a second factor a code is wanted, too, and none twice', async () => {
  const running = start(program, ['second-factor', 'on', `--agent.data=${stage.appliance.data}/agent`], { stdio: ['pipe', 'pipe', 'pipe'] });
  await eventually(() => running.output().includes('The code that the app shows now'), 'it asks for no code');
  assert.match(running.output(), /█▀|▀█/);
  const secret = running.output().match(/key there: ([A-Z2-7 ]+)/)[1].replaceAll(' ', '');
  const next = authenticator(secret);
  const first = await next();
  running.child.stdin.end(`${first}\n`);
  assert.equal((await running.exited).code, 0, running.output());
  assert.match(await done(['second-factor']), /is on\.\nUnattended access wants a profile's password and a code/);
  await connect();
  await field().fill(PASSWORD);
  await press();
  await code().waitFor();
  await checkLooks(page, 'unattended-code');
  await code().fill(first);
  await press();
  await page.getByText('That is not right, or it was used before.').waitFor();
  await code().fill(await next());
  await press();
  await waitForPicture(page);
  await leave();
  await done(['second-factor', 'off']);
});

test('who guesses waits, in every session of theirs, and the machine’s own console never does', async () => {
  const other = await page.context().newPage();
  await other.goto(`${stage.appliance.url}/connect/${(await machine()).id}`);
  await other.getByLabel(WORDS, { exact: true }).fill(PASSWORD);
  await connect();
  // Of five that are free some were made above: who knows a password has not guessed the others.
  for (let i = 0; i < 5 && !(await page.getByText('You may try again in').isVisible()); ++i) {
    await field().fill(`a guess, number ${i}`);
    await press();
    await eventually(async () => (await field().inputValue()) === '', 'it was not checked');
  }
  await other.getByRole('button', { name: 'Connect' }).click();
  await other.getByText('You may try again in').waitFor();
  await page.getByText('That is not right.').waitFor();
  assert.ok(await other.getByRole('button', { name: 'Connect' }).isDisabled());
  await checkLooks(other, 'unattended-throttled', ['phone']);
  await other.close();
  await done(['profile', 'disable', 'Unattended Access']);
  await done(['profile', 'enable', 'Default']);
  await connect();
  await waitForPicture(page);
});

test('the presets come back, whatever became of the file', async () => {
  await done(['profile', 'add', 'Night shift', 'view_screen']);
  await done(['profile', 'first', 'Night shift']);
  assert.match(await done(['profile']), /^Night shift/);
  await done(['profile', 'remove', 'Night shift']);
  assert.match(await done(['profile', 'presets']), /presets again/);
  for (const [words, said] of [
    [['profile', 'fly'], /what is to be done/],
    [['profile', 'show'], /what is to be done/],
    [['profile', 'set', 'Default', 'keybord'], /did you mean 'keyboard'/],
    [['profile', 'add', 'default'], /two profiles with the name/],
    [['second-factor', 'maybe'], /on, off or status/],
  ]) {
    const { code: status, output } = await command(words);
    assert.notEqual(status, 0);
    assert.match(output, said);
  }
});
