// Programs that speak to the API without a browser: each keeps its own cookie and token, as a page does.
import { request } from 'node:https';

/** What one HTTP request is answered: { status, headers, text, json }. `headers` are exactly those that are sent, beside Host and Content-Length. */
export function send(url, { method = 'GET', headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    // Node says it for DELETE only when it is told to.
    const length = body && { 'content-length': Buffer.byteLength(body) };
    const asked = request(url, { method, headers: { ...headers, ...length }, rejectUnauthorized: false, agent: false }, (response) => {
      const pieces = [];
      response.on('data', (piece) => pieces.push(piece)).on('error', reject).on('end', () => {
        const text = Buffer.concat(pieces).toString();
        let json;
        try {
          json = JSON.parse(text);
        } catch {
          json = undefined;
        }
        resolve({ status: response.statusCode, headers: response.headers, text, json });
      });
    });
    // A WebSocket that was accepted: nobody speaks on it.
    asked.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode, headers: response.headers, text: '', json: undefined });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** Somebody who asks the API of this appliance. `hear(method, path, answer)` is told of every answer. */
export function caller(appliance, hear = () => undefined) {
  const self = {
    cookie: undefined,
    csrf: undefined,
    async ask(method, path, data, { headers = {}, body } = {}) {
      const sent = { origin: appliance.url, ...headers };
      if (self.cookie) sent.cookie = self.cookie;
      if (self.csrf) sent['x-csrf-token'] = self.csrf;
      for (const name of Object.keys(sent)) if (sent[name] === null) delete sent[name];
      if (data !== undefined || body !== undefined) sent['content-type'] ??= 'application/json';
      const answer = await send(`${appliance.url}/api/v1${path}`, { method, headers: sent, body: body ?? (data && JSON.stringify(data)) });
      const [set] = answer.headers['set-cookie'] ?? [];
      if (set) self.cookie = set.split(';')[0];
      if (answer.json?.csrf_token) self.csrf = answer.json.csrf_token;
      hear(method, path, answer);
      return answer;
    },
  };
  return self;
}
