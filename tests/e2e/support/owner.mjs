// The owner's way through the pages, as a person goes it.
import { owner } from './appliance.mjs';
import { eventually } from './process.mjs';

/** The wizard, from the first page to the dashboard. */
export async function setUp(page, appliance) {
  await page.goto(appliance.url);
  await page.getByLabel('One-time set-up code').fill(appliance.code);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Organisation name').fill(owner.organization);
  await page.getByRole('button', { name: 'Set Organization Name' }).click();
  await page.getByText('can’t be changed later').waitFor();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('First name').fill(owner.firstName);
  await page.getByLabel('Last name').fill(owner.lastName);
  await page.getByLabel('E-mail address').fill(owner.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(owner.password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('heading', { name: 'Your appliance is ready' }).waitFor();
  await page.getByRole('link', { name: 'Go to the dashboard' }).or(page.getByRole('button', { name: 'Go to the dashboard' })).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
}

export async function signIn(page, appliance) {
  await page.goto(`${appliance.url}/sign-in`);
  await page.getByLabel('E-mail address').fill(owner.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(owner.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: /Dashboard|Hello/ }).waitFor();
}

/** Presses Connect at "this machine" as soon as it is online, and waits for the picture. */
export async function connectToThisMachine(page, appliance) {
  await page.goto(appliance.url);
  await page.getByRole('link', { name: /^Connect to / }).or(page.getByRole('button', { name: /^Connect to / })).first().click();
  return waitForPicture(page);
}

export async function waitForPicture(page) {
  const canvas = page.getByRole('application');
  await canvas.waitFor({ timeout: 20000 });
  await eventually(async () => (await pixels(page)).width > 100, 'no picture came');
  return canvas;
}

/** What the viewer's canvas holds: { width, height, data } with RGBA bytes. */
export async function pixels(page) {
  const encoded = await page.evaluate(() => {
    const canvas = document.querySelector('canvas[role=application]');
    if (!canvas?.width) return { width: 0, height: 0, data: '' };
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let text = '';
    for (let at = 0; at < data.length; at += 32768) text += String.fromCharCode(...data.subarray(at, at + 32768));
    return { width: canvas.width, height: canvas.height, data: btoa(text) };
  });
  return { ...encoded, data: Buffer.from(encoded.data, 'base64') };
}

/** How many pixels differ in colour; every pixel when the sizes do. */
export function differingPixels(a, b) {
  if (a.width !== b.width || a.height !== b.height) return Math.max(a.width * a.height, b.width * b.height);
  let count = 0;
  for (let at = 0; at < a.data.length; at += 4) {
    if (a.data[at] !== b.data[at] || a.data[at + 1] !== b.data[at + 1] || a.data[at + 2] !== b.data[at + 2]) count += 1;
  }
  return count;
}
