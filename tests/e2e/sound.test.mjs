// What the machine plays is heard in the browser: a real PulseAudio, the whole way, to what leaves the page for the loudspeaker.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startAppliance } from './support/appliance.mjs';
import { desktop, startBrowser } from './support/browser.mjs';
import { leaveByEscape } from './support/focus.mjs';
import { checkLooks } from './support/looks.mjs';
import { connectToThisMachine, setUpQuickly } from './support/owner.mjs';
import { eventually, sleep } from './support/process.mjs';
import { startSoundServer } from './support/sound_server.mjs';

const TONES = [440, 1000];
const NEAR = 30; // Hz

let machine, appliance, browser, visitor, page;

before(async () => {
  machine = await startSoundServer();
  process.env.PULSE_SERVER = machine.variable;
  appliance = await startAppliance(['--desktop.capture=test_card', '--access.interactive=allow']);
  delete process.env.PULSE_SERVER; // the browser would play there, too
  browser = await startBrowser();
  visitor = await browser.visitor(desktop);
  await visitor.addInitScript(listenToThePage);
  await setUpQuickly(visitor, appliance);
  page = await visitor.newPage();
});
after(async () => {
  await browser?.stop();
  await appliance?.stop();
  await machine?.stop();
});

// In the page: everything that goes to a loudspeaker is measured, too.
function listenToThePage() {
  const { connect } = AudioNode.prototype;
  AudioNode.prototype.connect = function (to, ...rest) {
    if (to instanceof AudioDestinationNode) {
      const analyser = new AnalyserNode(this.context, { fftSize: 8192, smoothingTimeConstant: 0 });
      connect.call(this, analyser);
      window.loudest = () => {
        if (this.context.state !== 'running') return undefined;
        const levels = new Float32Array(analyser.frequencyBinCount);
        analyser.getFloatFrequencyData(levels);
        const at = levels.indexOf(Math.max(...levels));
        return { frequency: (at * this.context.sampleRate) / analyser.fftSize, level: levels[at] };
      };
    }
    return connect.call(this, to, ...rest);
  };
}

const AUDIBLE = -60; // dB
const loudest = () => page.evaluate(() => window.loudest?.());
const isSilent = ({ level } = { level: -Infinity }) => !(level > AUDIBLE);
async function hears(frequency) {
  let last;
  await eventually(async () => {
    last = await loudest();
    return last && !isSilent(last) && Math.abs(last.frequency - frequency) < NEAR;
  }, `${frequency} Hz was not heard`).catch((error) => {
    throw new Error(`${error.message}, but ${JSON.stringify(last)}`);
  });
}
const hearsNothing = () => eventually(async () => isSilent(await loudest()), 'it was still heard');
const button = (name = 'Sound') => page.getByRole('button', { name, exact: true });

test('what the machine plays is heard', async () => {
  await machine.play(TONES[0]);
  await connectToThisMachine(page, appliance);
  await page.getByRole('application').click();
  await hears(TONES[0]);
  await machine.play(TONES[1]);
  await hears(TONES[1]);
});

test('it is switched off and on again', async () => {
  assert.equal(await button().getAttribute('aria-pressed'), 'true');
  await button().click();
  await hearsNothing();
  assert.equal(await button().getAttribute('aria-pressed'), 'false');
  await button().click();
  await hears(TONES[1]);
});

test('it is as loud as one likes, and its figures are shown', async () => {
  await page.getByRole('button', { name: 'View', exact: true }).click();
  await page.getByText('Statistics', { exact: true }).click();
  await checkLooks(page, 'sound-view');
  const volume = page.getByRole('slider', { name: 'Volume' });
  await volume.focus();
  await volume.press('Home');
  await hearsNothing();
  await volume.press('End');
  await hears(TONES[1]);
  await leaveByEscape(page.getByRole('dialog', { name: 'View' }));
  await page.getByText(/^\d+ ms, \d+ lost$/).waitFor();
});

test('silence is no fault, and costs nothing', async () => {
  await machine.silence();
  await hearsNothing();
  await sleep(1000);
  assert.ok(await button().isVisible());
  await machine.play(TONES[0]);
  await hears(TONES[0]);
});

test('a sound server that ends is told of, and heard again when it is back', async () => {
  await machine.end();
  await button('Sound: the machine has no output now').waitFor();
  await checkLooks(page, 'sound-missing');
  await machine.start();
  await machine.play(TONES[1]);
  await hears(TONES[1]);
  await button().waitFor();
});

test('no fault, no refused policy, no request to anybody else', () => assert.deepEqual(browser.complaints, []));
