// The appliance whose API is compared with its document, who asks it, and what one step leaves for the next.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before } from 'node:test';
import { caller } from '../support/api.mjs';
import { startAppliance } from '../support/appliance.mjs';
import { contractOf } from '../support/contract.mjs';
import { startSmtp } from '../support/smtp.mjs';

export const program = process.env.PROGRAM_UNDER_TEST;
export const password = 'violet lamps hum quietly';
export const until = { expires_at: '2099-01-01T00:00:00Z' };
export const viewerKey = Buffer.alloc(32, 9).toString('base64url');
export const handshake = {
  connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': Buffer.alloc(16, 1).toString('base64'),
};
// What a step leaves for later ones.
export const kept = { tokens: {} };

// `lead` owns a team, `weak` may do nothing.
export let appliance, contract, owner, guest, weak, lead;
let smtp;

before(async () => {
  smtp = await startSmtp();
  appliance = await startAppliance(['--desktop.capture=test_card', ...smtp.options]);
  const document = (await caller(appliance).ask('GET', '/openapi.json')).json;
  assert.equal(document.openapi, '3.1.0');
  contract = contractOf(document);
  [owner, guest, weak, lead] = [0, 0, 0, 0].map(() => caller(appliance, contract.check));
});
after(async () => {
  await appliance?.stop();
  await smtp?.stop();
});

// As the owner. The answer's status must be this one; gives what was answered.
export async function good(status, method, path, data, options) {
  const once = status === 201 && contract.find(method, path).operation.parameters?.some(({ name }) => name === 'Idempotency-Key');
  const asked = once ? { ...options, headers: { ...options?.headers, 'idempotency-key': randomUUID() } } : options;
  const answer = await owner.ask(method, path, data, asked);
  assert.equal(answer.status, status, `${method} ${path}: ${answer.text}`);
  if (once) await doneOnce(answer, method, path, data, asked);
  return answer.json;
}

// The same request again is not done again; another one with its key is refused.
async function doneOnce(first, method, path, data, asked) {
  const again = await owner.ask(method, path, data, asked);
  if (again.status === 409) assert.equal(again.json.code, 'shown_once', again.text);
  else assert.deepEqual([again.status, again.text, again.headers.etag], [201, first.text, first.headers.etag]);
  const other = await owner.ask(method, path, { ...data, more: 1 }, asked);
  assert.equal(other.status, 422, other.text);
}
export const made = async (path, data) => (await good(201, 'POST', path, data)).id;
