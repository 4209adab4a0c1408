// Makes the pictures in README.md again, from the real product: `npm run pictures` (as root, for a machine name of its own).
import { fileURLToPath } from 'node:url';
import { startAppliance } from './support/appliance.mjs';
import { desktop, startBrowser } from './support/browser.mjs';
import { connectToThisMachine, setUpQuickly } from './support/owner.mjs';
import { canvasPicture } from './support/pixels.mjs';
import { eventually, sleep } from './support/process.mjs';

const file = (name) => fileURLToPath(new URL(`../../docs/pictures/${name}.png`, import.meta.url));

const screenText = [
  '',
  '  Welcome to reception.',
  '',
  '  You are looking at this machine through a browser. What you type',
  '  happens here, what you copy can be pasted on either side, and this',
  '  desktop can take the size of your window.',
  '',
  '  Close the window to leave. Nothing here stops.',
  '',
];

const appliance = await startAppliance(['--desktop.capture=virtual', '--desktop.size=1440x856']);
const browser = await startBrowser();
try {
  const visitor = await browser.visitor({ ...desktop, colorScheme: 'light' });
  await setUpQuickly(visitor, appliance);
  const viewer = await visitor.newPage();
  for (let visits = 0; visits < 3; visits += 1) {
    await connectToThisMachine(viewer, appliance);
    await sleep(1500); // a session that lasted no time at all looks odd in the list
    await viewer.getByRole('button', { name: 'Disconnect' }).click();
    await viewer.getByRole('heading', { name: 'You left the session' }).waitFor();
  }

  const canvas = await connectToThisMachine(viewer, appliance);
  await canvas.click({ position: { x: 400, y: 400 } });
  await viewer.keyboard.type(`PS1='\\u@\\h:\\w\\$ '; clear; printf '%s\\n' ${screenText.map((line) => `'${line}'`).join(' ')}`);
  await viewer.keyboard.press('Enter');
  await viewer.keyboard.type('date "+It is %A."');
  await viewer.keyboard.press('Enter');
  let last = '';
  await eventually(async () => {
    await sleep(500);
    const now = (await canvasPicture(viewer)).data.toString('base64');
    return now === last || ((last = now), false);
  }, 'the screen never stood still');
  await viewer.mouse.move(1100, 700);
  await viewer.getByRole('button', { name: 'View', exact: true }).click();
  await viewer.screenshot({ path: file('viewer') });

  const portal = await visitor.newPage();
  await portal.goto(appliance.url);
  await portal.getByText('Running', { exact: true }).first().waitFor();
  await portal.screenshot({ path: file('dashboard') });
} finally {
  await browser.stop();
  await appliance.stop();
}
