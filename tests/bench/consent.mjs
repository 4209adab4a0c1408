// How long it is from Connect to the question on the person's screen, and from their Accept to the first picture.
import { startAppliance } from '../e2e/support/appliance.mjs';
import { startBrowser } from '../e2e/support/browser.mjs';
import { setUpQuickly } from '../e2e/support/owner.mjs';
import { person } from '../e2e/support/person.mjs';
import { sleep } from '../e2e/support/process.mjs';
import { startXServer } from '../e2e/support/x_server.mjs';
import { median } from './processes.mjs';

const kRuns = 7;
const kArms = 800; // ms until Accept takes a click, by an account that is known
const kArmsForStrangers = 2300;

export async function measureConsent({ binary, report }) {
  process.env.PROGRAM_UNDER_TEST = binary;
  const screen = await startXServer();
  screen.run('openbox', ['--sm-disable']);
  const hand = person(screen);
  const appliance = await startAppliance(['--desktop.capture=x11', `--desktop.display=${screen.display}`]);
  const browser = await startBrowser();
  try {
    const visitor = await browser.visitor();
    await setUpQuickly(visitor, appliance);
    const page = await visitor.newPage();
    const asked = [], shown = [];
    for (let i = 0; i < kRuns; ++i) {
      await page.goto(appliance.url);
      const link = page.getByRole('link', { name: /^Connect to / });
      await link.waitFor();
      const question = hand.question(5);
      const clicked = performance.now();
      await link.click();
      await question;
      asked.push(performance.now() - clicked);
      await sleep(i === 0 ? kArmsForStrangers : kArms);
      const at = await hand.place('Accept');
      const picture = page.waitForFunction(() => [...document.querySelectorAll('canvas')].some(({ width }) => width > 600));
      const accepted = performance.now();
      await hand.click(at);
      await picture;
      shown.push(performance.now() - accepted);
    }
    report({ kind: 'consent', server: 'gatehouse', connect_to_question_ms: median(asked), accept_to_picture_ms: median(shown) });
  } finally {
    await browser.stop();
    await appliance.stop();
    await screen.stop();
  }
}
