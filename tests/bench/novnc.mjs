// noVNC as it comes, in front of any RFB server: a page and the bridge from its WebSocket to TCP that such a server needs.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const library = fileURLToPath(new URL('../../webui/node_modules/@novnc/novnc', import.meta.url));
const page = `<!doctype html><body style="margin:0"><div id="screen" style="width:100vw;height:100vh"></div><script type="module">
import RFB from '/novnc/core/rfb.js';
const rfb = new RFB(document.getElementById('screen'), 'ws://' + location.host + '/stream', { shared: true });
rfb.qualityLevel = 8;
rfb.compressionLevel = 2;
</script>`;

/** Serves noVNC for the RFB server on `rfbPort`: { url, stop() }. */
export async function startNoVnc(rfbPort) {
  const server = createServer((request, response) => {
    const file = join(library, normalize(request.url.replace(/^\/novnc/, '')));
    if (request.url === '/') response.setHeader('content-type', 'text/html').end(page);
    else if (request.url.startsWith('/novnc/') && existsSync(file)) response.setHeader('content-type', 'text/javascript').end(readFileSync(file));
    else response.writeHead(404).end();
  });
  const sockets = new Set();
  server.on('upgrade', (request, socket) => {
    const rfb = connect(rfbPort, '127.0.0.1');
    for (const end of [socket, rfb]) {
      sockets.add(end);
      end.setNoDelay(true);
      end.on('error', () => end.destroy());
      end.on('close', () => [socket, rfb].forEach((other) => other.destroy()));
    }
    bridge(request, socket, rfb);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    stop() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

// RFC 6455, as far as noVNC's side needs it: whole binary frames.
function bridge(request, socket, rfb) {
  const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  rfb.on('data', (data) => {
    const head = data.length < 126 ? Buffer.alloc(2) : data.length < 65536 ? Buffer.alloc(4) : Buffer.alloc(10);
    head[0] = 0x82;
    if (head.length === 2) head[1] = data.length;
    else if (head.length === 4) head[1] = 126, head.writeUInt16BE(data.length, 2);
    else head[1] = 127, head.writeBigUInt64BE(BigInt(data.length), 2);
    socket.cork();
    socket.write(head);
    socket.write(data);
    socket.uncork();
  });
  let waiting = Buffer.alloc(0);
  socket.on('data', (data) => {
    waiting = Buffer.concat([waiting, data]);
    for (;;) {
      if (waiting.length < 6) return;
      const short = waiting[1] & 127;
      const extra = short === 126 ? 2 : short === 127 ? 8 : 0;
      const start = 2 + extra + 4;
      if (waiting.length < start) return;
      const length = extra === 2 ? waiting.readUInt16BE(2) : extra === 8 ? Number(waiting.readBigUInt64BE(2)) : short;
      if (waiting.length < start + length) return;
      const mask = waiting.subarray(start - 4, start);
      const payload = Buffer.from(waiting.subarray(start, start + length).map((byte, i) => byte ^ mask[i & 3]));
      if ((waiting[0] & 15) === 8) return socket.end();
      rfb.write(payload);
      waiting = waiting.subarray(start + length);
    }
  });
}
