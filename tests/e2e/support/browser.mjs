// Debian's Chromium, driven by playwright-core. Every page is watched: no script error, no refused policy, and no request that
// leaves the appliance.
import { chromium } from 'playwright-core';
import { patience } from './process.mjs';

export const desktop = { viewport: { width: 1440, height: 900 } };
export const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

// Milliseconds by which every answer of the API is late, to find what a test only passes by being quick: SLOW_API=400.
const answersLate = Number(process.env.SLOW_API ?? 0);

async function later(route) {
  await new Promise((done) => setTimeout(done, answersLate));
  await route.continue().catch(() => {}); // the page is gone
}

/** One browser; each visitor has cookies, storage and a screen of their own. `args`: more of Chromium's. */
export async function startBrowser(args = []) {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    headless: true,
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', ...args,
    ],
  });
  const complaints = [];
  return {
    complaints,
    async visitor(options = desktop) {
      const context = await browser.newContext({
        ignoreHTTPSErrors: true,
        permissions: ['clipboard-read', 'clipboard-write'],
        reducedMotion: 'reduce', // nothing is looked at while it fades in
        ...options,
      });
      context.setDefaultTimeout(patience);
      if (answersLate > 0) await context.route('**/api/**', (route) => later(route));
      context.on('page', (page) => watch(page, complaints));
      return context;
    },
    stop: () => browser.close(),
  };
}

function watch(page, complaints) {
  page.on('pageerror', (error) => complaints.push(`script error: ${error.message}`));
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to|TrustedHTML|TrustedScript/.test(message.text())) complaints.push(message.text());
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (!['localhost', '127.0.0.1'].includes(url.hostname) && !['data:', 'blob:'].includes(url.protocol)) {
      complaints.push(`a request left the appliance: ${request.url()}`);
    }
  });
}
