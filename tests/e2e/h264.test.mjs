// The moving part of a screen as H.264, decoded by a real browser: the viewer's screen alone, with this test in the place of a
// machine.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser } from './support/browser.mjs';
import { eventually } from './support/process.mjs';
import { fence, fill, h264, openScreen, RESET, serveScreen, update } from './support/screen_alone.mjs';
import { countSlices, encodeVideo, HALF_NAMED } from './support/video.mjs';

const SCREEN = { width: 640, height: 400 };
const PART = { x: 64, y: 32, width: 320, height: 192 };
const H264 = 50;
const NEAR = 4; // levels by which a colour may be off
const COLOURS = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255], [0, 0, 0], [200, 120, 40], [18, 52, 86], [254, 220, 186]];

let server, browser, visitor;

before(async () => {
  [server, browser] = await Promise.all([serveScreen(), startBrowser()]);
  visitor = await browser.visitor();
});
after(async () => {
  await browser?.stop();
  await server?.stop();
});

const open = async (options = {}) => openScreen(await visitor.newPage(), server.url, { ...SCREEN, ...options });

/** Squares of 32 pixels in COLOURS, `shift` squares further to the right. */
const squares = (shift, { width, height } = PART) => {
  const frame = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) frame.set(colourAt(x, y, shift), (y * width + x) * 3);
  }
  return frame;
};
const colourAt = (x, y, shift) => COLOURS[(Math.floor(x / 32) + 3 * Math.floor(y / 32) + shift) % COLOURS.length];
const video = (count, options = {}) => encodeVideo(Array.from({ length: count }, (_, shift) => squares(shift)), { ...PART, ...options });

const farthest = (seen, wanted) => Math.max(...seen.flatMap((colour, at) => colour.map((level, index) => Math.abs(level - wanted[at][index]))));
const middles = Array.from({ length: 60 }, (_, at) => [16 + 32 * (at % 10), 16 + 32 * Math.floor(at / 10)]);

/** By how much the worst square of the moving part is off. */
async function worst(screen, shift, { x, y } = PART) {
  const seen = await screen.pixels(middles.map(([column, row]) => [x + column, y + row]));
  return farthest(seen, middles.map(([column, row]) => colourAt(column, row, shift)));
}

const shows = (screen, shift, part = PART) =>
  eventually(async () => (await worst(screen, shift, part)) <= NEAR, `the picture ${shift} was never there`);
const isColour = async (screen, point, colour) => farthest(await screen.pixels([point]), [colour]) === 0;

for (const [slices, colors] of [[1], [2], [5], [1, HALF_NAMED]]) {
  test(`pictures of ${slices} ${slices === 1 ? 'slice' : 'slices'} come out in their colours${colors ? ', half named' : ''}`, async () => {
    const units = video(12, { slices, colors });
    assert.ok(units.every((unit) => countSlices(unit) === slices));
    const screen = await open();
    const [first] = (await screen.heard()).filter(({ encodings }) => encodings);
    assert.ok(first.encodings.includes(H264));
    await screen.say(update(h264(PART, units[0], RESET)));
    await shows(screen, 0);
    for (const unit of units.slice(1)) await screen.say(update(h264(PART, unit)));
    await shows(screen, 11);
    assert.deepEqual(await screen.pixels([[0, 0], [PART.x - 1, PART.y], [PART.x + PART.width, PART.y]]), Array(3).fill([0, 0, 0]));
    assert.deepEqual((await screen.heard()).filter(({ request }) => request && !request.incremental).length, 1);
    await screen.page.close();
  });
}

test('tiles and video keep their order, and a fence waits for both', async () => {
  const part = { x: 0, y: 0, width: 320, height: 192 };
  const units = video(4);
  const screen = await open();
  const tile = { x: 0, y: 0, width: 32, height: 32 };
  await screen.say(update(h264(part, units[0], RESET)), fence('one'), update(h264(part, units[1]), fill(tile, [1, 2, 3])), fence('two'),
    update(fill(tile, [7, 7, 7]), h264(part, units[2]), h264(part, units[3])), fence('three'));
  await eventually(async () => (await screen.heard()).filter((message) => message.fence).length === 3, 'no fences came back');
  assert.deepEqual((await screen.heard()).flatMap((message) => message.fence ?? []), ['one', 'two', 'three']);
  const [one, two, three] = await screen.page.evaluate(() => globalThis.state.fences);
  assert.ok(farthest([one], [COLOURS[0]]) <= NEAR, `at the first fence there was ${one}`);
  assert.deepEqual(two, [1, 2, 3]);
  assert.ok(farthest([three], [COLOURS[3]]) <= NEAR, `at the third fence there was ${three}`);
  await screen.page.close();
});

test('the moving part goes elsewhere, and comes to rest under tiles', async () => {
  const units = video(3);
  const screen = await open();
  const there = { ...PART, x: 304, y: 192 };
  await screen.say(update(h264(PART, units[0], RESET)), update(h264(PART, units[1])));
  await shows(screen, 1);
  await screen.say(update(h264(PART, Buffer.alloc(0), RESET), fill(PART, [9, 9, 9]), h264(there, units[0], RESET)), update(h264(there, units[1])));
  await shows(screen, 1, there);
  assert.ok(await isColour(screen, [PART.x + 5, PART.y + 5], [9, 9, 9]));
  await screen.say(update(h264(there, Buffer.alloc(0), RESET), fill(there, [8, 8, 8])));
  assert.ok(await isColour(screen, [there.x + 100, there.y + 100], [8, 8, 8]));
  await screen.page.close();
});

test('what can’t be decoded is asked for again, and after three times there is no more H.264', async () => {
  const units = video(3);
  const screen = await open();
  const noise = Buffer.from(Array.from({ length: 4000 }, (_, at) => 1 + ((at * 7919) % 255)));
  const garbage = Buffer.concat([Buffer.from('0000000167' + '42c01f', 'hex'), noise, Buffer.from('0000000165', 'hex'), noise]);
  const corner = { x: 0, y: 0, width: 16, height: 16 };
  const requests = async () => (await screen.heard()).flatMap(({ request }) => (request && !request.incremental ? [request] : [])).slice(1);
  const area = { incremental: false, ...PART };
  // Without a key there is nothing to decode.
  await screen.say(update(h264(PART, units[1])));
  await eventually(async () => (await requests()).length === 1, 'a missing picture was not asked for');
  assert.deepEqual(await requests(), [area]);
  for (let count = 1; count <= 3; count += 1) {
    await screen.say(update(h264(PART, units[0], RESET)));
    await shows(screen, 0);
    await screen.say(update(h264(PART, garbage, RESET)), update(fill(corner, [count, 0, 0])));
    await eventually(async () => (await requests()).length === 1 + count, `failure ${count} was not answered`);
    await eventually(() => isColour(screen, [3, 3], [count, 0, 0]), 'what followed was not drawn');
  }
  assert.deepEqual((await requests()).at(-1), { incremental: false, x: 0, y: 0, ...SCREEN });
  const told = (await screen.heard()).flatMap(({ encodings }) => (encodings ? [encodings.includes(H264)] : []));
  assert.deepEqual(told, [true, false]);
  assert.equal(await screen.page.evaluate(() => globalThis.state.screen.withoutH264), 'failed');
  // The machine may not have heard it yet.
  await screen.say(update(h264(PART, units[0], RESET), fill(PART, [5, 6, 7])), fence('still'));
  await eventually(() => isColour(screen, [PART.x + 9, PART.y + 9], [5, 6, 7]), 'the session did not go on');
  assert.equal(await screen.failed(), 0);
  await screen.page.close();
});

test('a browser without a decoder is not offered for it', async () => {
  const noDecoder = () => delete globalThis.VideoDecoder;
  const saysNo = () => (VideoDecoder.isConfigSupported = async () => ({ supported: false }));
  for (const before of [noDecoder, saysNo]) {
    const screen = await open({ before });
    await screen.say(update(fill({ x: 0, y: 0, width: 16, height: 16 }, [4, 4, 4])));
    const last = async () => (await screen.heard()).flatMap(({ encodings }) => (encodings ? [encodings] : [])).at(-1);
    await eventually(async () => !(await last()).includes(H264), 'H.264 is still offered');
    assert.equal(await screen.page.evaluate(() => globalThis.state.screen.withoutH264), 'missing');
    assert.ok(await isColour(screen, [3, 3], [4, 4, 4]));
    await screen.page.close();
  }
});

test('each choice of picture holds at once, in one message', async () => {
  const screen = await open();
  const said = async () => (await screen.heard()).flatMap(({ encodings }) => (encodings ? [encodings] : []));
  const choices = { sharp: [-23, -255, false], smooth: [-27, -254, true], economy: [-31, -250, true], auto: [-24, -254, true] };
  let count = 1;
  for (const [name, [quality, compression, hasVideo]] of Object.entries(choices)) {
    await screen.page.evaluate((wish) => globalThis.state.screen.wish(globalThis.state.wishes[wish]), name);
    const all = await said();
    count += 1;
    assert.equal(all.length, count, name);
    const levels = all.at(-1).filter((encoding) => (encoding >= -256 && encoding <= -247) || (encoding >= -32 && encoding <= -23));
    assert.deepEqual([...levels, all.at(-1).includes(H264)], [quality, compression, hasVideo], name);
    await screen.page.evaluate((wish) => globalThis.state.screen.wish(globalThis.state.wishes[wish]), name);
    assert.equal((await said()).length, count, `${name} is said twice`);
  }
  await screen.page.close();
});

test('sixty pictures of a large screen are decoded in time', async (t) => {
  const part = { x: 0, y: 0, width: 1920, height: 1080 };
  const units = encodeVideo(Array.from({ length: 60 }, (_, shift) => squares(shift, part)), { ...part, quality: 23 });
  const screen = await open(part);
  await screen.page.evaluate(() => {
    globalThis.times = [];
    const { needs } = globalThis.state.screen.h264;
    const { decoded } = needs;
    needs.decoded = (took) => (globalThis.times.push(took), decoded(took));
  });
  const start = Date.now();
  await screen.say(...units.flatMap((unit, at) => [update(h264(part, unit, at === 0 ? RESET : 0)), fence(String(at))]));
  await eventually(async () => (await screen.heard()).at(-1).fence === '59', 'the last picture was not decoded');
  const took = Date.now() - start;
  await shows(screen, 59, part);
  const times = (await screen.page.evaluate(() => globalThis.times)).sort((a, b) => a - b);
  assert.equal(times.length, 60);
  t.diagnostic(`decoding: median ${times[30].toFixed(1)} ms, longest ${times[59].toFixed(1)} ms; all sixty ${took} ms`);
  assert.deepEqual(browser.complaints, []);
  await screen.page.close();
});
