// What a person at a browser sees: Chromium without a window, Gatehouse's own viewer page beside noVNC in front of the others.
import { startBrowser } from '../e2e/support/browser.mjs';
import { setUp } from '../e2e/support/owner.mjs';
import { eventually, sleep } from '../e2e/support/process.mjs';
import { startNoVnc } from './novnc.mjs';
import { cpuSeconds, median, percentile, round } from './processes.mjs';
import { peers, startGatehouse, startScene } from './servers.mjs';

const kViewport = { width: 1920, height: 1080 };
const kPictures = 5;

// Runs in every page. noVNC brings each update to the canvas that is seen with one drawImage(): there updates are counted and,
// while a click waits for its answer, one pixel of the patch is read.
function watchCanvas() {
  const state = { updates: 0, wanted: undefined, answered: undefined, clickedAt: undefined, pictureAt: undefined };
  const clock = () => performance.timeOrigin + performance.now();
  const patch = (canvas) => ({ x: 48, y: canvas.height - 48 });
  const screen = () => [...document.querySelectorAll('canvas')].find((canvas) => canvas.width > 600);
  const isBright = (canvas) => canvas.getContext('2d').getImageData(patch(canvas).x, patch(canvas).y, 1, 1).data[1] > 127;
  const draw = CanvasRenderingContext2D.prototype.drawImage;
  CanvasRenderingContext2D.prototype.drawImage = function (...values) {
    draw.apply(this, values);
    if (!this.canvas.isConnected || this.canvas.width < 600) return;
    state.updates += 1;
    state.pictureAt ??= clock();
    if (state.wanted === undefined || isBright(this.canvas) !== state.wanted) return;
    state.wanted = undefined;
    state.answered(performance.now());
  };
  document.addEventListener('click', () => (state.clickedAt = clock()), true);
  const mouse = (type, buttons) => {
    const canvas = screen(), box = canvas.getBoundingClientRect(), at = patch(canvas);
    const scale = box.width / canvas.width;
    canvas.dispatchEvent(new MouseEvent(type, {
      clientX: box.left + at.x * scale, clientY: box.top + at.y * scale, button: 0, buttons, bubbles: true, cancelable: true,
    }));
  };
  state.click = async () => {
    const began = performance.now();
    const answered = new Promise((resolve) => {
      state.answered = resolve;
      setTimeout(() => resolve(undefined), 2000);
    });
    state.wanted = !isBright(screen());
    mouse('mousedown', 1);
    const at = await answered;
    mouse('mouseup', 0);
    state.wanted = undefined;
    return at === undefined ? undefined : at - began;
  };
  window.bench = state;
}

async function measurePage(page, pids, { seconds, clicks }) {
  await eventually(() => page.evaluate(() => window.bench.pictureAt !== undefined), 'no picture came');
  await sleep(1500);
  const snapshot = async () => ({
    at: performance.now(),
    updates: await page.evaluate(() => window.bench.updates),
    cpu: Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, cpuSeconds(pid)])),
  });
  const before = await snapshot();
  await sleep(seconds * 1000);
  const after = await snapshot();
  const took = (after.at - before.at) / 1000;
  const latencies = [];
  for (let i = 0; i < clicks; ++i) {
    const latency = await page.evaluate(() => window.bench.click());
    if (latency !== undefined) latencies.push(latency);
    await sleep(90 + (i * 37) % 60);
  }
  return {
    updates_per_second: round((after.updates - before.updates) / took),
    ...Object.fromEntries(Object.keys(pids).map((name) => [`cpu_percent_${name}`, round(((after.cpu[name] - before.cpu[name]) / took) * 100)])),
    clicks_answered: latencies.length,
    click_to_pixel_ms_p50: median(latencies),
    click_to_pixel_ms_p95: percentile(latencies, 0.95),
  };
}

async function connectTimes(page, url) {
  const times = [];
  for (let i = 0; i <= kPictures; ++i) {
    await page.goto(url);
    await page.getByRole('link', { name: /^Connect to / }).or(page.getByRole('button', { name: /^Connect to / })).first().click();
    await eventually(() => page.evaluate(() => window.bench.pictureAt !== undefined), 'no picture came');
    times.push(await page.evaluate(() => window.bench.pictureAt - window.bench.clickedAt));
  }
  const [cold, ...warm] = times;
  return { connect_to_picture_ms_cold: round(cold), connect_to_picture_ms: median(warm) };
}

async function watchedPage(browser) {
  const visitor = await browser.visitor({ viewport: kViewport });
  await visitor.addInitScript(watchCanvas);
  return visitor.newPage();
}

async function gatehouse(screen, binary, measure) {
  const server = await startGatehouse(binary, screen.display);
  const browser = await startBrowser();
  try {
    const page = await watchedPage(browser);
    await setUp(page, server);
    const times = await connectTimes(page, server.url);
    return { ...times, ...(await measure(page, server.processes())) };
  } finally {
    await browser.stop();
    await server.stop();
  }
}

async function viaNoVnc(start, screen, measure) {
  const server = await start(screen.display);
  const novnc = await startNoVnc(server.port);
  const browser = await startBrowser();
  try {
    const page = await watchedPage(browser);
    await page.goto(novnc.url);
    return await measure(page, server.processes());
  } finally {
    await browser.stop();
    await novnc.stop();
    await server.stop();
  }
}

export async function measureBrowser({ binary, programs, screen, scenes, seconds, clicks, report }) {
  const measure = (page, pids) => measurePage(page, { ...pids, xvfb: screen.pid }, { seconds, clicks });
  for (const scene of scenes) {
    const picture = await startScene(programs, screen.display, scene);
    report({ kind: 'browser', scene, server: 'gatehouse', ...(await gatehouse(screen, binary, measure)) });
    for (const [label, start] of Object.entries(peers)) {
      report({ kind: 'browser', scene, server: `noVNC + ${label}`, ...(await viaNoVnc(start, screen, measure)) });
    }
    await picture.stop();
  }
}
