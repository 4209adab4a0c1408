// A relay as a browser sees it, without one: it answers /healthz and hands streams on to the appliance, as the visitor who asked.
// The portal's answers are told to offer it.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { connect } from 'node:tls';

export async function startRelay(visitor, appliance) {
  const keys = (name) => readFileSync(join(appliance.data, 'keys', name));
  const server = createServer({ key: keys('server.key'), cert: keys('server.crt') }, (request, response) => {
    relay.asked.push(request.url);
    response.end('ok');
  });
  const sockets = new Set();
  server.on('upgrade', async (request, socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    relay.streams += 1;
    if (relay.refuses) return socket.destroy();
    const cookie = (await visitor.cookies(appliance.url)).map(({ name, value }) => `${name}=${value}`).join('; ');
    const id = /^\/stream\/(\d+)\?key=/.exec(request.url)[1];
    const { port, host } = new URL(appliance.url);
    const onward = connect({ host: '127.0.0.1', port: Number(port), rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] }, () => {
      const headers = { ...request.headers, host, origin: appliance.url, cookie };
      onward.write(`GET /api/v1/connections/${id}/stream HTTP/1.1\r\n`);
      onward.write(`${Object.entries(headers).map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n`);
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.destroy()).on('close', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `localhost:${server.address().port}`;

  const relay = {
    address,
    asked: [],
    streams: 0,
    refuses: false,
    breakStreams: () => sockets.forEach((socket) => socket.destroy()),
    /** From now on the pages of `page` are offered this relay, and may reach it. `late`: they may not, as those that were
     * loaded before it joined. */
    async offer(page, { late = false } = {}) {
      if (!late) await page.route('**/connect/*', async (route) => {
        const response = await route.fetch();
        const headers = response.headers();
        headers['content-security-policy'] += ` https://${address} wss://${address}`;
        await route.fulfill({ response, headers });
      });
      await page.route('**/api/v1/connections', async (route) => {
        const response = await route.fetch();
        const json = await response.json();
        const way = {
          id: '1', name: 'Berlin', address, server_name: 'relay-1.gatehouse', from_machine_ms: 0,
          stream_url: `wss://${address}/stream/${json.session_id}?key=k`,
        };
        await route.fulfill({ response, json: { ...json, from_machine_ms: 1000, relays: [way] } });
      });
    },
    async stop() {
      relay.breakStreams();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return relay;
}
