// An appliance of a measurement, and who talks to its portal.
import { Agent, request } from 'node:https';
import { eventually } from '../e2e/support/process.mjs';
import { begin } from './processes.mjs';

export const kTokenUses = 1000;
export const owner = { first_name: 'B', last_name: 'B', email: 'b@example.org', password: 'a password for measuring' };

/** A browser of one connection: answers { status, body, milliseconds, setCookie }; status 0 when there was no answer. */
export function visitor(port, ca) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1, ca });
  return (method, path, body, headers = {}) => {
    const began = performance.now();
    const text = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve) => {
      const sent = request({
        agent, method, port, path, host: 'localhost', timeout: 20_000,
        headers: { origin: `https://localhost:${port}`, ...(text && { 'content-type': 'application/json' }), ...headers },
      }, (reply) => {
        let answer = '';
        reply.on('data', (chunk) => (answer += chunk)).on('end', () => resolve({
          status: reply.statusCode, body: answer, milliseconds: performance.now() - began, setCookie: reply.headers['set-cookie'],
        }));
      });
      sent.once('timeout', () => sent.destroy()).once('error', () => resolve({ status: 0, milliseconds: performance.now() - began }));
      sent.end(text);
    });
  };
}

export async function startAppliance(binary, data, port) {
  const program = begin(binary, ['serve', `--server.listen=127.0.0.1:${port}`, `--server.data=${data}`, '--desktop.enabled=off']);
  await eventually(() => /https:\/\/localhost:(\d+)/.exec(program.output()), 'the appliance did not start');
  return program;
}

export async function makeTokens(ask, code, count) {
  const made = await ask('POST', '/api/v1/setup', { code, organization_name: 'Bench', ...owner });
  if (made.status !== 201) throw new Error(`set-up: ${made.status} ${made.body}`);
  const headers = { cookie: made.setCookie[0].split(';')[0], 'x-csrf-token': JSON.parse(made.body).csrf_token };
  const tokens = [];
  for (let i = 0; i < count; ++i) {
    const token = await ask('POST', '/api/v1/enrolment-tokens', { label: 'bench', uses: kTokenUses, days: 1 }, headers);
    if (token.status !== 201) throw new Error(`token: ${token.status} ${token.body}`);
    tokens.push(JSON.parse(token.body).token);
  }
  return { tokens, headers };
}
