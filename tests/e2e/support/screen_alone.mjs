// The viewer's screen in a page of its own, and in the place of a machine this test, which speaks RFB to it.
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

const webui = fileURLToPath(new URL('../../../webui/', import.meta.url));
const HANDSHAKE_SIZE = 14; // the viewer's version, security and share (webui/src/viewer/RfbChannel.ts)

/** Serves the screen's modules, made as for the product: { url, stop() }. */
export async function serveScreen() {
  const { build } = await import(`${webui}node_modules/vite/dist/node/index.js`);
  const [{ output }] = await build({
    root: webui,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: { entry: ['RemoteScreen', 'RfbChannel', 'settings'].map((name) => `${webui}src/viewer/${name}.ts`), formats: ['es'] },
      rollupOptions: { external: ['react'] },
    },
  });
  const files = new Map(output.map(({ fileName, code }) => [`/${fileName}`, code]));
  const server = createServer(({ url }, response) => {
    const code = files.get(url) ?? (url === '/react' ? 'export const useState = () => {};' : undefined);
    response.setHeader('content-type', code === undefined ? 'text/html' : 'text/javascript');
    response.end(code ?? '<!doctype html><script type="importmap">{"imports":{"react":"/react"}}</script><div id="screen" style="width:100vw;height:100vh"></div>');
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://localhost:${server.address().port}/`, // a secure context, which WebCodecs wants
    stop: () => new Promise((stopped) => server.close(stopped)),
  };
}

/** Opens the screen of a machine of that size: { say(...messages), heard(), pixels(points), page }. `before` runs in the page ahead of it. */
export async function openScreen(page, url, { width, height, before = () => {} }) {
  await page.addInitScript(before);
  await page.goto(url);
  await page.evaluate(async () => {
    const find = async (name) => {
      for (const file of [`/${name}.js`, `/${name}.mjs`]) {
        try {
          return await import(file);
        } catch (error) {
          globalThis.importError = error;
        }
      }
      throw globalThis.importError;
    };
    const { RemoteScreen } = await find('RemoteScreen');
    const { RfbChannel } = await find('RfbChannel');
    const { PICTURE_WISHES } = await find('settings');
    const state = { sent: [], fences: [], failed: 0, wishes: PICTURE_WISHES };
    const note = (name) => () => (state[name] += 1);
    const channel = new RfbChannel(
      {
        buffered: 0,
        send: (bytes) => {
          state.sent.push(...bytes);
          if (bytes[0] === 248) state.fences.push(state.pixels([[8, 8]])[0]);
        },
      },
      note('failed'),
    );
    state.pixels = (points) => {
      const { canvas } = state.screen;
      const context = canvas.getContext('2d');
      return points.map(([x, y]) => [...context.getImageData(x, y, 1, 1).data.slice(0, 3)]);
    };
    const nothing = () => {};
    state.screen = new RemoteScreen(document.getElementById('screen'), channel, {
      shown: nothing, failed: note('failed'), resized: nothing, resizable: nothing, clipped: nothing, clipboard: nothing,
    });
    state.receive = (text) => channel.receive(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)));
    globalThis.state = state;
  });
  const say = (...messages) => page.evaluate((text) => globalThis.state.receive(text), Buffer.concat(messages).toString('base64'));
  const name = Buffer.from('alone');
  await say(Buffer.from('RFB 003.008\n'), Buffer.of(1, 1, 0, 0, 0, 0), numbers([width, 2], [height, 2]), pixelFormat, numbers([name.length, 4]), name);
  return {
    page,
    say,
    heard: async () => takeApart(Buffer.from(await page.evaluate(() => globalThis.state.sent)).subarray(HANDSHAKE_SIZE)),
    pixels: (points) => page.evaluate((wanted) => globalThis.state.pixels(wanted), points),
    failed: () => page.evaluate(() => globalThis.state.failed),
  };
}

const pixelFormat = Buffer.of(32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 0, 8, 16, 0, 0, 0);

/** Big-endian: [value, size]... */
function numbers(...fields) {
  return Buffer.concat(
    fields.map(([value, size]) => {
      const bytes = Buffer.alloc(size);
      bytes.writeUIntBE(value, 0, size);
      return bytes;
    }),
  );
}

export const update = (...rectangles) => Buffer.concat([Buffer.of(0, 0), numbers([rectangles.length, 2]), ...rectangles]);
const head = ({ x, y, width, height }, encoding) => numbers([x, 2], [y, 2], [width, 2], [height, 2], [encoding, 4]);

export const RESET = 1;
export const h264 = (area, unit, flags = 0) => Buffer.concat([head(area, 50), numbers([unit.length, 4], [flags, 4]), unit]);

/** A rectangle of one colour, exact. */
export const fill = (area, [red, green, blue]) =>
  Buffer.concat([head(area, 0), Buffer.concat(Array(area.width * area.height).fill(Buffer.of(red, green, blue, 255)))]);

export const fence = (payload) => Buffer.concat([Buffer.of(248, 0, 0, 0), numbers([0x8000_0003, 4], [payload.length, 1]), Buffer.from(payload)]);

/** What a viewer said, message by message (RFC 6143, 7.5, and rfbproto). */
function takeApart(bytes) {
  const messages = [];
  for (let at = 0; at < bytes.length; ) {
    const type = bytes[at];
    const size = { 0: 20, 3: 10, 4: 8, 5: 6, 150: 10 }[type] ?? (type === 2 ? 4 + 4 * bytes.readUInt16BE(at + 2) : type === 248 ? 9 + bytes[at + 8] : NaN);
    if (Number.isNaN(size)) throw new Error(`a message of type ${type}`);
    const message = bytes.subarray(at, at + size);
    at += size;
    const word = (place) => message.readUInt16BE(place);
    if (type === 2) messages.push({ encodings: Array.from({ length: word(2) }, (_, index) => message.readInt32BE(4 + 4 * index)) });
    if (type === 3) messages.push({ request: { incremental: message[1] === 1, x: word(2), y: word(4), width: word(6), height: word(8) } });
    if (type === 248) messages.push({ fence: message.subarray(9).toString() });
  }
  return messages;
}
