// What moves on a real screen comes as video, and is exact again when it rests: the whole way, with a real X server.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startAppliance } from './support/appliance.mjs';
import { desktop, startBrowser } from './support/browser.mjs';
import { leaveByEscape } from './support/focus.mjs';
import { checkLooks } from './support/looks.mjs';
import { connectToThisMachine, setUpQuickly, waitForPicture } from './support/owner.mjs';
import { canvasPicture, differingPixels } from './support/pixels.mjs';
import { eventually } from './support/process.mjs';
import { startXServer } from './support/x_server.mjs';

const directory = mkdtempSync(join(tmpdir(), 'gatehouse-video-'));
const running = join(directory, 'running');
const film = join(directory, 'film.sh');
let screen, appliance, browser, visitor, page;

// Squares that change their colors all the time, while there is a file.
writeFileSync(film, `printf '\\033[?25l'
while :; do
  while [ -e '${running}' ]; do
    awk -v seed=$((seed += 1)) 'BEGIN { srand(seed); for (y = 1; y <= 24; y++) { printf "\\033[%d;1H", y; for (x = 0; x < 20; x++) printf "\\033[48;5;%dm    ", 16 + rand() * 216 } }'
    sleep 0.03
  done
  sleep 0.05
done
`);

before(async () => {
  screen = await startXServer();
  screen.run('xterm', ['-geometry', '80x24+20+20', '-e', 'sh', film]);
  appliance = await startAppliance(['--desktop.capture=x11', `--desktop.display=${screen.display}`, '--access.interactive=allow']);
  browser = await startBrowser();
  visitor = await browser.visitor(desktop);
  await setUpQuickly(visitor, appliance);
  page = await visitor.newPage();
  await connectToThisMachine(page, appliance);
  await showStatistics(page);
});
after(async () => {
  await browser?.stop();
  await appliance?.stop();
  await screen?.stop();
  rmSync(directory, { recursive: true });
});

const move = () => writeFileSync(running, '');
const rest = () => rmSync(running, { force: true });

async function choose(of, ...names) {
  await of.getByRole('button', { name: 'View', exact: true }).click();
  for (const name of names) await of.getByText(name, { exact: true }).click();
  await leaveByEscape(of.getByRole('dialog', { name: 'View' }));
}
const showStatistics = (of) => choose(of, 'Statistics');

async function figure(name, of = page) {
  const words = await of.getByLabel('Statistics').locator('dt, dd').allInnerTexts();
  return words[words.indexOf(name) + 1];
}
const isVideo = async (of = page) => /H\.264/.test(await figure('Encoding', of));
const equalsTheScreen = (of, what) =>
  eventually(async () => differingPixels(await canvasPicture(of), await screen.picture()) === 0, what);

test('what moves comes as H.264, and is exact again at rest', async () => {
  move();
  await eventually(() => isVideo(), 'nothing came as H.264');
  await eventually(async () => /^\d+ × \d+$/.test(await figure('Moving part')), 'the moving part is not told');
  await eventually(async () => Number(/^([\d.]+) ms$/.exec(await figure('Decoding'))?.[1]) > 0, 'the time of decoding is not told');
  const [width, height] = (await figure('Moving part')).split(' × ').map(Number);
  assert.ok(width >= 320 && width <= 1024 && height >= 192 && height <= 768, `${width} × ${height}`);
  await checkLooks(page, 'video-statistics');
  rest();
  await equalsTheScreen(page, 'the picture at rest is not the screen');
  await eventually(async () => (await figure('Moving part')) === '–', 'something is said to move');
});

test('Sharp goes without it at once, Auto takes it again', async () => {
  move();
  await eventually(() => isVideo(), 'nothing came as H.264');
  await choose(page, 'Sharp');
  await eventually(async () => !(await isVideo()), 'Sharp left H.264 on');
  await page.getByRole('button', { name: 'View', exact: true }).click();
  await checkLooks(page, 'video-choice');
  await leaveByEscape(page.getByRole('dialog', { name: 'View' }));
  for (const quality of ['Smooth', 'Economy', 'Auto']) {
    await choose(page, quality);
    await eventually(() => isVideo(), `${quality} brought no H.264`);
  }
  rest();
  await equalsTheScreen(page, 'the picture at rest is not the screen');
});

test('a browser that can’t decode it goes on with tiles, and says so', async () => {
  const broken = await visitor.newPage();
  await broken.addInitScript(() => {
    VideoDecoder.prototype.decode = () => {
      throw new Error('broken');
    };
  });
  await broken.goto(page.url());
  await waitForPicture(broken);
  move();
  await broken.getByText('H.264 is off: the browser could not decode it').waitFor();
  await eventually(async () => !(await isVideo(broken)), 'H.264 is still on');
  await checkLooks(broken, 'video-off');
  rest();
  await equalsTheScreen(broken, 'the picture without H.264 is not the screen');
  await equalsTheScreen(page, 'the other viewer’s picture is not the screen');
  await broken.close();
});

test('no fault, no refused policy, no request to anybody else', () => assert.deepEqual(browser.complaints, []));
