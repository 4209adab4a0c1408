// What a browser that knows nothing yet has to fetch for a page, and how long until it can be used: Chromium over loopback.
import { startBrowser } from '../e2e/support/browser.mjs';
import { setUp } from '../e2e/support/owner.mjs';
import { eventually } from '../e2e/support/process.mjs';
import { begin, freePort, median, round, temporaryDirectory } from './processes.mjs';

const kRuns = 5;
const pages = [['sign-in', '/', false], ['dashboard', '/', true], ['machines', '/clients', true], ['users', '/users', true], ['audit', '/audit', true]];

// Since the navigation began: the heading is there, nothing is loading, and the main thread has time.
async function usableAfter(page) {
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true]'));
  return page.evaluate(() => new Promise((resolve) => requestIdleCallback(() => resolve(performance.now()))));
}

async function visit(browser, url, cookies) {
  const visitor = await browser.visitor();
  await visitor.addCookies(cookies);
  const page = await visitor.newPage();
  const network = await visitor.newCDPSession(page);
  await network.send('Network.enable');
  let bytes = 0, requests = 0;
  network.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
    requests += 1;
  });
  await page.goto(url, { waitUntil: 'commit' });
  const usable = await usableAfter(page);
  const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1);
  await visitor.close();
  return { bytes, requests, usable, paint };
}

export async function measurePages({ binary, report }) {
  const port = await freePort();
  const program = begin(binary, ['serve', `--server.listen=127.0.0.1:${port}`, `--server.data=${temporaryDirectory()}/data`, '--desktop.capture=test_card']);
  await eventually(() => /https:\/\/localhost/.test(program.output()), 'the appliance did not start');
  const appliance = { url: `https://localhost:${port}`, code: /Set-up code\s+(\S+)/.exec(program.output())[1] };
  const browser = await startBrowser();
  try {
    const owner = await browser.visitor();
    await setUp(await owner.newPage(), appliance);
    const cookies = await owner.cookies();
    for (const [name, path, signedIn] of pages) {
      const runs = [];
      for (let i = 0; i < kRuns; ++i) runs.push(await visit(browser, appliance.url + path, signedIn ? cookies : []));
      const middle = (what) => median(runs.map((run) => run[what]));
      report({
        kind: 'page', page: name, transferred_kb: round(middle('bytes') / 1000, 1), requests: middle('requests'), first_paint_ms: middle('paint'),
        usable_ms: middle('usable'),
      });
    }
  } finally {
    await browser.stop();
    await program.stop();
  }
}
