// Measures Gatehouse beside other servers on the same screen, in one run. scripts/bench builds what this needs and starts it:
//   node run.mjs BINARY PROGRAMS RESULTS [startup|consent|native|browser|agents|pages|portal|relay|soak|SCENE]...
// Every result is one line of JSON in RESULTS and on standard output; a table follows.
import { appendFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { measureAgents } from './agents.mjs';
import { measureConsent } from './consent.mjs';
import { measureBrowser } from './browser.mjs';
import { measureNative } from './native.mjs';
import { measurePages } from './pages.mjs';
import { measurePortal } from './portal.mjs';
import { measureStartup } from './startup.mjs';
import { measureRelay } from './relay.mjs';
import { measureSoak } from './soak.mjs';
import { startScreen } from './servers.mjs';
import { table } from './table.mjs';
import { round } from './processes.mjs';

const allScenes = ['idle', 'typing', 'scroll', 'video'];
const parts = { startup: measureStartup, consent: measureConsent, native: measureNative, browser: measureBrowser, agents: measureAgents, pages: measurePages, portal: measurePortal, relay: measureRelay, soak: measureSoak };

const [binary, programs, results, ...words] = process.argv.slice(2);
const unknown = words.filter((word) => !(word in parts) && !allScenes.includes(word));
if (!results || unknown.length) {
  console.error(`bench: ${unknown.length ? `there is no '${unknown[0]}'; ` : ''}choose from ${[...Object.keys(parts), ...allScenes].join(' ')}`);
  process.exit(2);
}
const chosen = (all) => (words.some((word) => all.includes(word)) ? all.filter((word) => words.includes(word)) : all);

const rows = [];
writeFileSync(results, '');
const screen = await startScreen(process.env.SIZE ?? '1920x1080');
const options = {
  binary,
  programs,
  screen,
  scenes: chosen(allScenes),
  seconds: Number(process.env.SECONDS_EACH ?? 8),
  clicks: Number(process.env.CLICKS ?? 25),
  report(row) {
    rows.push({ ...row, load: round(loadavg()[0], 1) });
    appendFileSync(results, `${JSON.stringify(rows.at(-1))}\n`);
    console.log(JSON.stringify(rows.at(-1)));
  },
};
// Ten minutes are for those who ask for them.
const asked = chosen(Object.keys(parts)).filter((part) => part !== 'soak' || words.includes('soak'));
for (const part of asked) await parts[part](options);
await screen.stop();
console.log(table(rows));
