// What most tests begin with: an appliance that is set up, a browser, and a page of its owner.
import { startAppliance } from './appliance.mjs';
import { desktop, startBrowser } from './browser.mjs';
import { setUpQuickly } from './owner.mjs';

export async function startStage({ options, look = desktop, args } = {}) {
  const appliance = await startAppliance(options);
  const browser = await startBrowser(args);
  const visitor = await browser.visitor(look);
  await setUpQuickly(visitor, appliance);
  return {
    appliance,
    browser,
    visitor,
    page: await visitor.newPage(),
    async stop() {
      await browser.stop();
      await appliance.stop();
    },
  };
}
