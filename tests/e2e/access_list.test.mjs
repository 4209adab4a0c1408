// A machine's access list: who is not on it is refused by the machine, and both sides say so; who is put on it comes in.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { checkLooks } from './support/looks.mjs';
import { connectToThisMachine, waitForPicture } from './support/owner.mjs';
import { eventually } from './support/process.mjs';
import { startStage } from './support/stage.mjs';

const run = promisify(execFile);
const program = process.env.PROGRAM_UNDER_TEST;
const REFUSED = 'You are not on this machine’s access list';
let stage, page, alias, id;

before(async () => {
  stage = await startStage({ options: ['--desktop.capture=test_card'] });
  page = stage.page;
  await connectToThisMachine(page, stage.appliance);
  await page.goto(`${stage.appliance.url}/profile`);
  const said = (name) => page.locator('dl > div').filter({ hasText: name }).locator('dd').innerText();
  await page.getByText('Your alias').waitFor();
  alias = (await said('Your alias')).trim();
  id = (await said('Your ID')).trim();
});
after(() => stage?.stop());

const access = async (...words) =>
  (await run(program, ['access', ...words, `--agent.data=${stage.appliance.data}/agent`])).stdout;

async function connect() {
  await page.goto(stage.appliance.url);
  await page.getByRole('link', { name: /^Connect to / }).click();
}

test('a person has an ID and an alias of their own', async () => {
  assert.equal(alias, 'ines@ad');
  assert.match(id, /^\d{1,3}(\s\d{3})+$/);
});

test('an empty list lets nobody in', async () => {
  assert.match(await access('on'), /is on\.\nNobody is on it: nobody may come in\./);
  await eventually(async () => {
    await connect();
    await page.getByText(REFUSED).or(page.getByRole('application')).first().waitFor();
    return page.getByText(REFUSED).isVisible();
  }, 'somebody came in');
  await checkLooks(page, 'not-on-the-access-list');
});

test('the machine and the portal say who was refused', async () => {
  await eventually(
    () => stage.appliance.process.output().includes(`refused: ines@example.org (${id.replaceAll(/\s/g, '')}, ines@ad) is not on the access list`),
    'the machine said nothing',
  );
  await page.goto(`${stage.appliance.url}/sessions`);
  await page.getByText('The machine has an access list').first().waitFor();
});

for (const [what, entry, shown] of [
  ['a whole namespace', '@ad', '*@ad'],
  ['an alias with a wildcard', 'in?s@ad', 'in?s@ad'],
  ['an ID', () => id, () => id.replaceAll('\u00a0', ' ')],
]) {
  test(`who is meant by ${what} comes in, until it is taken away`, async () => {
    const [typed, listed] = [entry, shown].map((one) => (typeof one === 'function' ? one() : one));
    assert.match(await access('allow', typed, '--for', '2h'), /\(until 20\d\d-/);
    assert.ok((await access()).includes(listed));
    await eventually(async () => {
      await connect();
      await page.getByText(REFUSED).or(page.getByRole('application')).first().waitFor();
      return page.getByRole('application').isVisible();
    }, 'it let nobody in');
    await waitForPicture(page);
    assert.ok(!(await access('remove', typed)).includes(listed));
  });
}

test('the command says what it does not understand', async () => {
  for (const [words, said] of [
    [['allow', '*'], /is no address/],
    [['allow', 'tom@'], /is no address/],
    [['allow'], /takes one address/],
    [['remove', '@nobody'], /is not on the list/],
    [['allow', '@ad', '--for', 'ever'], /30m, 2h or 7d/],
    [['maybe'], /allow, remove, on or off/],
  ]) {
    const failed = await access(...words).catch((error) => error);
    assert.equal(failed.code, 2);
    assert.match(failed.stderr, said);
  }
});
