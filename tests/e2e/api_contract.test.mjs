// The API as the document describes it: every operation is asked for what it is for and for what it refuses, and every answer
// must be one that the document declares.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { caller } from './support/api.mjs';
import { startAppliance } from './support/appliance.mjs';
import { contractOf } from './support/contract.mjs';
import { owner as people } from './support/owner.mjs';
import { softwareAuthenticator } from './support/passkey.mjs';
import { eventually, start } from './support/process.mjs';
import { startSmtp } from './support/smtp.mjs';
import { setUserProvider } from './support/store.mjs';
import { authenticator } from './support/totp.mjs';

const run = promisify(execFile);
const program = process.env.PROGRAM_UNDER_TEST;
const directory = mkdtempSync(join(tmpdir(), 'gatehouse-contract-'));
const machineData = join(directory, 'machine');
const password = 'violet lamps hum quietly';
const viewerKey = Buffer.alloc(32, 9).toString('base64url');
const handshake = {
  connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': Buffer.alloc(16, 1).toString('base64'),
};
// What no test can bring about in a few seconds, by operation.
const unseen = {
  checkSetupCode: [429], setUp: [403, 429], logIn: [429], logInWithCode: [429], confirm: [429], addTotpDevice: [409], changePassword: [429],
  logInWithPasskey: [429], createOwnToken: [429], commentSession: [409], connect: [503], sendTestMail: [409], requestAccountLink: [409],
};

const tokens = {};
let webhook;
// `lead` owns a team, `weak` may do nothing.
let appliance, contract, owner, guest, weak, lead, organization, agent, smtp;

before(async () => {
  smtp = await startSmtp();
  appliance = await startAppliance(['--desktop.capture=test_card', ...smtp.options]);
  const document = (await caller(appliance).ask('GET', '/openapi.json')).json;
  assert.equal(document.openapi, '3.1.0');
  contract = contractOf(document);
  [owner, guest, weak, lead] = [0, 0, 0, 0].map(() => caller(appliance, contract.check));
});
after(async () => {
  await agent?.stop();
  await appliance?.stop();
  await smtp?.stop();
  rmSync(directory, { recursive: true, force: true });
});

// As the owner. The answer's status must be this one; gives what was answered.
async function good(status, method, path, data, options) {
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
const made = async (path, data) => (await good(201, 'POST', path, data)).id;
const until = { expires_at: '2099-01-01T00:00:00Z' };

async function startMachine() {
  agent = start(program, ['agent', `--agent.data=${machineData}`, '--desktop.capture=test_card', '--agent.page=off']);
  await eventually(() => agent.output().includes('connected to the appliance'), 'the machine did not come online');
}

test('setting up', async () => {
  const owning = {
    code: appliance.code, organization_name: people.organization, first_name: people.firstName, last_name: people.lastName,
    email: people.email, password: people.password,
  };
  await good(200, 'GET', '/openapi.json');
  await good(200, 'GET', '/state');
  await good(403, 'POST', '/setup/code', { code: 'AAAA-BBBB-CCCC' });
  await good(400, 'POST', '/setup/code', { code: 7 });
  await good(204, 'POST', '/setup/code', { code: appliance.code });
  await good(400, 'POST', '/setup', { ...owning, password: 'short' });
  organization = (await good(201, 'POST', '/setup', owning)).organization.id;
  await good(404, 'POST', '/setup/code', { code: appliance.code });
  await good(404, 'POST', '/setup', owning);
});

test('signing in, and one’s own account', async () => {
  await good(204, 'POST', '/logout', {});
  owner.csrf = owner.cookie = undefined;
  const login = { organization_id: organization, email: people.email, password: people.password };
  await good(401, 'POST', '/login', { ...login, password: 'wrong' });
  await good(200, 'POST', '/login', login);
  await good(200, 'GET', '/me');
  await good(400, 'POST', '/me/password', { current_password: 'wrong', new_password: password });
  await good(204, 'POST', '/me/password', { current_password: people.password, new_password: password });
  await good(204, 'POST', '/me/password', { current_password: password, new_password: people.password });
  await guest.ask('POST', '/login', login);
  await good(200, 'GET', '/me/logins?limit=1');
  await good(200, 'GET', '/me/login-history?limit=1');
  const other = (await good(200, 'GET', '/me/logins')).items.find(({ current }) => !current);
  await good(204, 'DELETE', `/me/logins/${other.id}`);
  await good(404, 'DELETE', `/me/logins/${other.id}`);
  await good(204, 'DELETE', '/me/logins');
  guest.csrf = guest.cookie = undefined;
  await good(200, 'GET', '/dashboard');
  await good(200, 'GET', '/activity?days=7&utc_offset=-90');
  await good(400, 'GET', '/activity?days=0');
  await good(101, 'GET', '/events', undefined, { headers: handshake });
});

test('a second factor', async () => {
  const login = { organization_id: organization, email: people.email, password: people.password };
  await good(409, 'POST', '/me/second-factor/recovery-codes', {});
  await good(410, 'POST', '/me/second-factor/devices', { name: 'Phone', code: '000000' });
  const { secret } = await good(201, 'POST', '/me/second-factor/secret', {});
  const code = authenticator(secret);
  await good(400, 'POST', '/me/second-factor/devices', { name: 'Phone', code: '000' });
  const { device } = await good(201, 'POST', '/me/second-factor/devices', { name: 'Phone', code: await code() });
  await good(200, 'GET', '/me/second-factor');
  const { recovery_codes: codes } = await good(201, 'POST', '/me/second-factor/recovery-codes', {});
  await good(204, 'POST', '/logout', {});
  await good(202, 'POST', '/login', login);
  await good(401, 'POST', '/login/code', { code: '000' });
  await good(200, 'POST', '/login/code', { code: await code() });
  await good(400, 'POST', '/me/confirm', { code: '000' });
  await good(204, 'POST', '/me/confirm', { code: codes[0] });
  await good(204, 'DELETE', `/me/second-factor/devices/${device.id}`);
  await good(404, 'DELETE', `/me/second-factor/devices/${device.id}`);
});

test('passkeys', async () => {
  const login = { organization_id: organization, email: people.email, password: people.password };
  const { host } = new URL(appliance.url.replace('localhost', '127.0.0.1'));
  const byAddress = { headers: { host, origin: `https://${host}` } };
  const key = softwareAuthenticator(appliance.url);
  const passkeys = '/me/second-factor/passkeys';
  await good(401, 'POST', '/login/code/passkey/options', {});
  await good(409, 'POST', '/login/passkey/options', {}, byAddress);
  await good(409, 'POST', '/login/code/passkey/options', {}, byAddress);
  await good(409, 'POST', '/me/confirm/passkey/options', {});
  await good(409, 'POST', `${passkeys}/options`, {}, byAddress);
  const wanted = key.make(await good(200, 'POST', `${passkeys}/options`, {}), 'Laptop');
  await good(400, 'POST', passkeys, { ...wanted, public_key: 'AAAA' });
  await good(409, 'POST', passkeys, wanted, byAddress);
  const { passkey } = await good(201, 'POST', passkeys, wanted);
  await good(410, 'POST', passkeys, wanted);
  await good(200, 'GET', '/me/second-factor');
  const confirmation = key.show(await good(200, 'POST', '/me/confirm/passkey/options', {}));
  await good(409, 'POST', '/me/confirm', confirmation, byAddress);
  await good(204, 'POST', '/me/confirm', confirmation);
  await good(400, 'POST', '/me/confirm', confirmation);
  await good(204, 'POST', '/logout', {});
  owner.csrf = owner.cookie = undefined;
  const alone = key.show(await good(200, 'POST', '/login/passkey/options', {}));
  await good(409, 'POST', '/login/passkey', alone, byAddress);
  await good(200, 'POST', '/login/passkey', alone);
  await good(401, 'POST', '/login/passkey', alone);
  await good(204, 'POST', '/logout', {});
  await good(202, 'POST', '/login', login);
  const beside = key.show(await good(200, 'POST', '/login/code/passkey/options', {}));
  await good(409, 'POST', '/login/code', beside, byAddress);
  await good(200, 'POST', '/login/code', beside);
  await good(204, 'DELETE', `${passkeys}/${passkey.id}`);
  await good(404, 'DELETE', `${passkeys}/${passkey.id}`);
});

test('API tokens', async () => {
  const wanted = { name: 'CI', scope: { clients: 'view' }, days: 1, current_password: people.password };
  await good(400, 'POST', '/me/tokens', { ...wanted, current_password: 'wrong' });
  const { details, token } = await good(201, 'POST', '/me/tokens', wanted);
  await good(409, 'POST', '/me/tokens', wanted);
  await good(200, 'GET', '/me/tokens?limit=1');
  const bearer = { authorization: `Bearer ${token}`, origin: null };
  const answer = await guest.ask('GET', '/clients', undefined, { headers: bearer });
  assert.equal(answer.status, 200, answer.text);
  for (const name of ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset']) assert.match(answer.headers[name], /^\d+$/, name);
  await good(204, 'DELETE', `/me/tokens/${details.id}`);
  const gone = await guest.ask('GET', '/clients', undefined, { headers: bearer });
  assert.equal(gone.status, 401);
  assert.match(gone.headers['www-authenticate'], /^Bearer/);

  // What a program with a scope of nothing may not, nor one with a scope of everything.
  const sections = Object.keys((await good(200, 'GET', '/me')).access).filter((one) => one !== 'personal_profile');
  const nothing = await good(201, 'POST', '/me/tokens', { ...wanted, name: 'nothing', scope: {} });
  tokens.nothing = { authorization: `Bearer ${nothing.token}`, origin: null };
  const everything = await good(201, 'POST', '/me/tokens', { ...wanted, name: 'all', scope: Object.fromEntries(sections.map((one) => [one, 'edit'])) });
  tokens.everything = { authorization: `Bearer ${everything.token}`, origin: null };
  const me = (await good(200, 'GET', '/me')).user.id;
  const other = await good(201, 'POST', '/me/tokens', { ...wanted, name: 'other' });
  await good(200, 'GET', `/users/${me}/tokens`);
  await good(204, 'DELETE', `/users/${me}/tokens/${other.details.id}`);
});

test('machines', async () => {
  const { token, details } = await good(201, 'POST', '/enrolment-tokens', { label: 'x', uses: 1, days: 1 });
  await good(200, 'GET', '/enrolment-tokens');
  await good(200, 'GET', '/program');
  const own = (await eventually(async () => {
    const { items } = await good(200, 'GET', '/clients');
    return items[0]?.online && items;
  }, 'this machine did not come online'))[0].id;
  const { stdout } = await run(program, ['enroll', '--server', new URL(appliance.url).host, '--token', token, `--data=${machineData}`]);
  const id = /Its ID is (\d+)\./.exec(stdout)[1];
  await good(409, 'POST', '/connections', { address: id, viewer_key: viewerKey });
  await startMachine();
  await good(204, 'DELETE', `/enrolment-tokens/${details.id}`);
  await good(200, 'GET', '/client-platforms');
  await good(200, 'GET', '/clients?limit=1');
  await good(200, 'GET', `/clients/${id}`);
  await good(200, 'PATCH', `/clients/${id}`, { alias: 'desk', comment: 'By the door' });
  await good(409, 'PATCH', `/clients/${own}`, { alias: 'desk' });
  await good(200, 'PATCH', `/clients/${own}`, { tags: [...Array(20).keys()].map(String) });
  await good(200, 'GET', '/clients?tags=0,19');
  await good(200, 'GET', '/client-tags');
  await good(200, 'POST', '/clients/tags', { clients: [id], add: ['Till', 'Berlin'] });
  await good(200, 'POST', '/clients/tags', { clients: [id, own], add: ['Desk'], remove: ['till', '7'] });
  await good(409, 'POST', '/clients/tags', { clients: [id, own], add: ['One more'] });
  await good(404, 'POST', '/clients/tags', { clients: [id, '999'], add: ['One more'] });

  await good(200, 'GET', '/organization');
  await good(200, 'PATCH', '/organization', { namespace: 'acme', automatic_alias: false });
  await good(200, 'PATCH', `/clients/${own}`, { alias: 'box@acme' });
  await good(409, 'PATCH', '/organization', { namespace: null });

  const call = { address: id, viewer_key: viewerKey };
  const session = await good(201, 'POST', '/connections', call);
  await good(101, 'GET', `/connections/${session.session_id}/stream`, undefined, { headers: handshake });
  await good(404, 'GET', `/connections/${session.session_id}/stream`, undefined, { headers: handshake });
  await good(422, 'POST', '/connections', { ...call, viewer_key: 'AA' });
  const link = await good(201, 'POST', '/connections', { ...call, transport: 'link' });
  await good(200, 'GET', '/sessions?active=true');
  await good(200, 'GET', '/sessions');
  await good(200, 'GET', `/sessions/${link.session_id}`);
  await good(204, 'POST', `/sessions/${link.session_id}/close`, {});
  await good(200, 'PATCH', `/sessions/${link.session_id}`, { comment: 'Done.\nNothing left.' });
  await good(404, 'PATCH', '/sessions/999', { comment: 'x' });
  await good(412, 'PATCH', `/sessions/${link.session_id}`, { comment: 'x' }, { headers: { 'if-match': '"1"' } });
  await good(200, 'GET', `/sessions/${link.session_id}/comments`);
  for (const format of ['csv', 'json']) await good(200, 'GET', `/session-export?format=${format}`);
  for (const format of ['jsonl', 'csv']) await good(200, 'GET', `/audit-export?format=${format}`);
  await good(400, 'GET', '/audit-export?format=xml');
  await good(200, 'GET', '/audit-key');
  await good(409, 'POST', `/sessions/${link.session_id}/close`, {});

  await agent.stop();
  rmSync(join(machineData, 'device.key'));
  await startMachine();
  const fingerprint = await eventually(async () => (await good(200, 'GET', `/clients/${id}`)).offered_device_key_fingerprint, 'no new key came');
  await good(409, 'POST', `/clients/${id}/device-key`, { fingerprint: '00' });
  await good(204, 'POST', `/clients/${id}/device-key`, { fingerprint });
  await good(412, 'DELETE', `/clients/${id}`, undefined, { headers: { 'if-match': '"1"' } });
  await good(204, 'DELETE', `/clients/${id}`);
  await good(409, 'DELETE', `/clients/${own}`);
});

test('relays', async () => {
  const relay = { name: 'Berlin', address: 'relay.example.org' };
  const { id } = (await good(201, 'POST', '/relays', relay)).relay;
  await good(409, 'POST', '/relays', relay);
  await good(200, 'GET', '/relays');
  await good(201, 'POST', `/relays/${id}/token`, {});
  await good(204, 'DELETE', `/relays/${id}`);
});

test('webhooks', async () => {
  const { id } = (await good(201, 'POST', '/webhooks', { url: 'https://hooks.invalid/x', events: ['session.ended'] })).webhook;
  await good(200, 'GET', '/webhooks');
  await good(200, 'GET', `/webhooks/${id}`);
  await good(201, 'POST', `/webhooks/${id}/secret`);
  await good(204, 'POST', `/webhooks/${id}/test`);
  const [delivery] = (await good(200, 'GET', `/webhooks/${id}/deliveries`)).items;
  await good(204, 'POST', `/webhooks/${id}/deliveries/${delivery.id}/again`);
  await good(200, 'PATCH', `/webhooks/${id}`, { enabled: false });
  await good(409, 'POST', `/webhooks/${id}/test`);
  await good(409, 'POST', `/webhooks/${id}/deliveries/${delivery.id}/again`);
  const stale = { headers: { 'if-match': '"0"' } };
  await good(412, 'PATCH', `/webhooks/${id}`, { enabled: true }, stale);
  await good(412, 'DELETE', `/webhooks/${id}`, undefined, stale);
  await good(204, 'DELETE', `/webhooks/${id}`);
  webhook = (await good(201, 'POST', '/webhooks', { url: 'https://hooks.invalid/x', events: ['session.ended'] })).webhook.id;
});

test('people and rights', async () => {
  const set = await made('/permission-sets', { name: 'Look', access: { clients: 'view' } });
  const other = await made('/permission-sets', { name: 'Other', access: {} });
  await good(409, 'POST', '/permission-sets', { name: 'Look', access: {} });
  await good(200, 'GET', '/permission-sets');
  await good(200, 'GET', `/permission-sets/${set}`);
  await good(200, 'PATCH', `/permission-sets/${set}`, { description: 'Looks only' });
  await good(409, 'PATCH', `/permission-sets/${set}`, { name: 'Other' });

  const role = await made('/roles', { name: 'Looker', permission_sets: [set] });
  await good(409, 'POST', '/roles', { name: 'Looker' });
  const { items: roles } = await good(200, 'GET', '/roles');
  const preconfigured = (key) => roles.find((one) => one.key === key).id;
  await good(200, 'GET', `/roles/${role}`);
  await good(200, 'PATCH', `/roles/${role}`, { description: 'x' });
  await good(409, 'PATCH', `/roles/${preconfigured('owner')}`, { description: 'x' });
  await good(409, 'DELETE', `/roles/${preconfigured('owner')}`);

  const group = await made('/groups', { name: 'Desk' });
  const second = await made('/groups', { name: 'Night' });
  await good(409, 'POST', '/groups', { name: 'Desk' });
  await good(409, 'PATCH', `/groups/${group}`, { name: 'Night' });
  await good(200, 'GET', '/groups');
  await good(200, 'GET', `/groups/${group}`);
  await good(200, 'PATCH', `/groups/${group}`, { description: 'x' });
  await good(204, 'PUT', `/groups/${group}/roles/${role}`, until);
  await good(200, 'GET', `/groups/${group}`);
  await good(409, 'PUT', `/groups/${group}/roles/${preconfigured('owner')}`, {});
  await good(204, 'DELETE', `/groups/${group}/roles/${role}`);

  const wanted = { first_name: 'Ada', last_name: 'Agent', email: 'ada@example.org' };
  const { user, link } = await good(201, 'POST', '/users', wanted);
  await good(409, 'POST', '/users', wanted);
  const token = link.split('#')[1];
  await good(200, 'POST', '/account-links/check', { token });
  await good(200, 'POST', '/account-links/use', { token, password });
  await good(410, 'POST', '/account-links/check', { token });
  await good(410, 'POST', '/account-links/use', { token, password });
  await good(201, 'POST', `/users/${user.id}/link`, {});
  await good(200, 'GET', '/users');
  await good(200, 'POST', '/users/many', { users: [{ email: 'one@example.org' }, { email: 'two' }], role_id: null });
  await good(404, 'POST', '/users/many', { users: [{ email: 'three@example.org' }], role_id: '999999999' });
  await good(200, 'GET', '/users?limit=1&search=%27%20OR%201=1--');
  await good(200, 'GET', `/users/${user.id}`);
  await good(200, 'GET', `/users/${user.id}/access`);
  await good(200, 'PATCH', `/users/${user.id}`, { last_name: 'Lace' });
  await good(409, 'PATCH', `/users/${user.id}`, { email: people.email });
  await good(409, 'DELETE', `/users/${user.id}/second-factor`);
  const ada = caller(appliance);
  await ada.ask('POST', '/login', { organization_id: organization, email: wanted.email, password });
  const { secret } = (await ada.ask('POST', '/me/second-factor/secret', {})).json;
  await ada.ask('POST', '/me/second-factor/devices', { name: 'Phone', code: await authenticator(secret)() });
  await good(204, 'DELETE', `/users/${user.id}/second-factor`);
  await good(204, 'PUT', `/users/${user.id}/roles/${role}`, until);
  await good(409, 'PUT', `/users/${user.id}/roles/${preconfigured('owner')}`, until);
  await good(204, 'DELETE', `/users/${user.id}/roles/${role}`);
  await good(409, 'DELETE', `/users/${user.id}/roles/${preconfigured('user')}`);
  await good(204, 'PUT', `/users/${user.id}/groups/${group}`, until);
  await good(204, 'DELETE', `/users/${user.id}/groups/${group}`);
  await good(204, 'PUT', `/groups/${group}/members/${user.id}`, {});
  await good(204, 'DELETE', `/groups/${group}/members/${user.id}`);

  const off = (await good(201, 'POST', '/users', { ...wanted, email: 'off@example.org' })).user.id;
  await good(200, 'PATCH', `/users/${off}`, { disabled: true });
  await good(409, 'POST', `/users/${off}/link`, {});
  await good(204, 'DELETE', `/users/${off}`);
  const me = (await good(200, 'GET', '/me')).user.id;
  await good(409, 'DELETE', `/users/${me}`);
  await good(200, 'GET', '/audit?limit=1');
  await good(200, 'GET', `/audit?actor=${me}&action=role.created&search=look`);

  const own = (await good(200, 'GET', '/clients')).items[0].id;
  for (const [path, body] of [['/organization', { automatic_alias: false }], [`/clients/${own}`, { comment: 'By the window' }]]) {
    const { etag } = (await owner.ask('GET', path)).headers;
    await good(412, 'PATCH', path, body, { headers: { 'if-match': '"1"' } });
    await good(200, 'PATCH', path, body, { headers: { 'if-match': etag } });
  }

  // What is changed while somebody else looks at an older version.
  const stale = { headers: { 'if-match': '"0"' } };
  for (const path of [`/users/${user.id}`, `/roles/${role}`, `/groups/${second}`, `/permission-sets/${other}`]) {
    const etag = (await owner.ask('GET', path)).headers.etag;
    assert.match(etag, /^"\d+"$/, path);
    await good(412, 'PATCH', path, {}, stale);
    await good(412, 'DELETE', path, undefined, stale);
    await good(204, 'DELETE', path, undefined, { headers: { 'if-match': etag } });
  }
});

test('address books', async () => {
  const stale = { headers: { 'if-match': '"0"' } };
  const entry = { nickname: 'Till', address: '123 456 789', comment: 'By the door', tags: ['Berlin'] };
  const book = `/address-books/${await made('/address-books', { name: 'Shops' })}`;
  await good(409, 'POST', '/address-books', { name: 'Shops' });
  await made('/address-books', { name: 'Offices' });
  await good(200, 'GET', '/address-books');
  await good(200, 'GET', book);
  await good(200, 'PATCH', book, { description: 'All tills' });
  await good(409, 'PATCH', book, { name: 'Offices' });
  for (const [path, of] of [['/me/address-book', 'own'], [book, 'shared']]) {
    const one = `${path}/entries/${await made(`${path}/entries`, entry)}`;
    await good(409, 'POST', `${path}/entries`, entry);
    await made(`${path}/entries`, { nickname: of, address: 'till@ad' });
    await good(200, 'GET', `${path}/entries?search=till&tags=berlin&limit=1`);
    await good(200, 'GET', `${path}/entries?limit=1`);
    await good(200, 'GET', one);
    await good(200, 'PATCH', one, { comment: '' });
    await good(409, 'PATCH', one, { address: 'till@ad' });
    await good(200, 'GET', `${path}/tags`);
    await good(200, 'POST', `${path}/import`, { entries: [entry, { nickname: 'x', address: 'y' }], existing: 'change' });
    await good(200, 'GET', `${path}/export`);
    await good(412, 'PATCH', one, {}, stale);
    await good(412, 'DELETE', one, undefined, stale);
    await good(204, 'DELETE', one);
    await good(404, 'PATCH', one, {});
  }
  await good(200, 'GET', '/me/address-book');
  await good(412, 'PATCH', book, {}, stale);
  await good(412, 'DELETE', book, undefined, stale);
  await good(204, 'DELETE', book);
  await good(404, 'PATCH', book, {});
  for (const [path, body] of [['entries', entry], ['import', { entries: [entry] }]]) await good(404, 'POST', `${book}/${path}`, body);
});

test('mail', async () => {
  assert.equal((await good(200, 'GET', '/mail')).security, 'none');
  await good(201, 'POST', '/mail/test', {});
  const never = { first_name: 'Nora', last_name: 'Never', email: 'never@example.org', mail: true };
  const { user, link } = await good(201, 'POST', '/users', never);
  assert.equal(link, null);
  const failed = await eventually(async () => (await good(200, 'GET', '/mail/messages?state=failed')).items[0], 'nothing failed');
  await good(200, 'GET', '/mail/messages?limit=1');
  await good(200, 'POST', `/mail/messages/${failed.id}/again`, {});
  await eventually(async () => (await good(200, 'GET', '/mail')).failed === 1, 'it did not fail again');
  await good(200, 'PATCH', `/users/${user.id}`, { disabled: true });
  await good(409, 'POST', `/mail/messages/${failed.id}/again`, {});
  const wish = { organization_id: organization, email: 'nobody@example.org' };
  for (const status of [204, 204, 204, 429]) await good(status, 'POST', '/account-links/request', wish);
});

test('organisations', async () => {
  const wanted = { name: 'Second Ltd', id: 'second', owner_first_name: 'Sam', owner_last_name: 'Second', owner_email: 'sam@example.org' };
  await good(201, 'POST', '/organizations', wanted);
  await good(409, 'POST', '/organizations', wanted);
  const { link } = await good(201, 'POST', '/organizations/second/link', {});
  const sam = caller(appliance, contract.check);
  await sam.ask('POST', '/account-links/use', { token: link.split('#')[1], password });
  await good(409, 'POST', '/organizations/second/link', {});
  assert.equal((await good(200, 'GET', '/organizations?limit=1')).items.length, 1);
  await good(409, 'DELETE', '/organization', { name: people.organization });
  await sam.ask('POST', '/login', { organization_id: 'second', email: 'sam@example.org', password });
  assert.equal((await sam.ask('GET', '/organizations')).status, 403);
  assert.equal((await sam.ask('DELETE', '/organization', { name: 'second ltd' })).status, 400);
  assert.equal((await sam.ask('DELETE', '/organization', { name: 'Second Ltd' })).status, 204);
  assert.equal((await sam.ask('GET', '/me')).status, 401);
});

test('licences', async () => {
  await good(200, 'GET', '/license');
  await good(200, 'GET', '/billing');
  await good(200, 'PATCH', '/billing', { company: 'Example Ltd', payment: 'By transfer' });
  await good(412, 'PATCH', '/billing', { company: 'x' }, { headers: { 'if-match': '"0"' } });
  const wanted = { name: 'Shop', id: 'shop', owner_first_name: 'Lea', owner_last_name: 'Lead', owner_email: 'lea@example.org', license: 'standard', description: 'Sells' };
  const { link, license } = await good(201, 'POST', '/organizations', wanted);
  assert.equal(license, 'standard');
  await good(200, 'PATCH', '/organizations/shop', { license: 'advanced' });
  await good(409, 'PATCH', `/organizations/${organization}`, { license: 'standard' });
  await good(404, 'PATCH', '/organizations/nobody', { license: 'standard' });
  await lead.ask('POST', '/account-links/use', { token: link.split('#')[1], password });
  await lead.ask('POST', '/login', { organization_id: 'shop', email: wanted.owner_email, password });
  for (const [status, method, path, body, options] of [
    [200, 'GET', '/team'], [200, 'GET', '/license'], [200, 'PATCH', '/team', { description: 'Sells more' }], [409, 'PATCH', '/team', { name: 'Other' }],
    [412, 'PATCH', '/team', {}, { headers: { 'if-match': '"0"' } }], [403, 'GET', '/groups'], [403, 'PATCH', '/organizations/shop', { license: 'ultimate' }],
  ]) {
    const answer = await lead.ask(method, path, body, options);
    assert.equal(answer.status, status, `${method} ${path}: ${answer.text}`);
  }
});

test('invitations', async () => {
  const ask = async (who, status, method, path, body, options) => {
    const answer = await who.ask(method, path, body, options);
    assert.equal(answer.status, status, `${method} ${path}: ${answer.text}`);
    return answer.json;
  };
  const once = async (path, body, other) => {
    const key = { headers: { 'idempotency-key': randomUUID() } };
    const done = await ask(lead, 201, 'POST', path, body, key);
    await ask(lead, 409, 'POST', path, body, key);
    await ask(lead, 422, 'POST', path, other, key);
    return done;
  };
  const invited = { first_name: 'Gus', last_name: 'Guest', email: 'gus@example.org' };
  const { invitation } = await once('/invitations', invited, { ...invited, mail: false });
  await ask(lead, 409, 'POST', '/invitations', invited);
  const { link } = await once(`/invitations/${invitation.id}/link`, {}, { mail: false });
  await ask(lead, 404, 'POST', '/invitations/999999999/link', {});
  await ask(lead, 200, 'GET', '/invitations?limit=1');
  await ask(lead, 400, 'GET', '/invitations?limit=0');
  const token = link.split('#')[1];
  setUserProvider(appliance, 'shop', 'idp');
  for (const [how, body] of [['check', { token }], ['accept', { token, password }]]) await ask(guest, 409, 'POST', `/invitation-links/${how}`, body);
  setUserProvider(appliance, 'shop', 'admin');
  await ask(guest, 200, 'POST', '/invitation-links/check', { token });
  await ask(guest, 200, 'POST', '/invitation-links/accept', { token, password });
  for (const [how, body] of [['check', { token }], ['accept', { token, password }]]) await ask(guest, 410, 'POST', `/invitation-links/${how}`, body);
  await good(410, 'POST', '/invitation-links/join', { token });

  // With an account of the first organisation.
  const jo = caller(appliance, contract.check);
  const mover = { first_name: 'Jo', last_name: 'Joins', email: 'jo@example.org' };
  const own = await good(201, 'POST', '/users', mover);
  await ask(jo, 200, 'POST', '/account-links/use', { token: own.link.split('#')[1], password });
  await ask(jo, 200, 'POST', '/login', { organization_id: organization, email: mover.email, password });
  const there = { token: (await ask(lead, 201, 'POST', '/invitations', mover)).link.split('#')[1] };
  await good(403, 'POST', '/invitation-links/join', there);
  await ask(lead, 409, 'POST', '/invitation-links/join', there);
  await ask(jo, 200, 'POST', '/invitation-links/join', there);
  await ask(jo, 401, 'GET', '/me');
  await good(404, 'GET', `/users/${own.user.id}`);
  const late = (await ask(lead, 201, 'POST', '/invitations', { ...mover, email: 'late@example.org' })).invitation.id;
  await ask(lead, 204, 'DELETE', `/invitations/${late}`);
});

test('user providers', async () => {
  const wanted = { first_name: 'Pia', last_name: 'Provided', email: 'pia@example.org' };
  const { link } = await good(201, 'POST', '/users', wanted);
  await guest.ask('POST', '/account-links/use', { token: link.split('#')[1], password });
  const { etag } = (await owner.ask('GET', '/user-providers')).headers;
  await good(409, 'PUT', '/user-providers/active', { provider: 'idp' });
  setUserProvider(appliance, organization, 'ldap');
  assert.equal((await good(200, 'GET', '/user-providers')).active, 'ldap');
  await good(409, 'POST', '/users', { ...wanted, email: 'other@example.org' });
  await good(409, 'POST', '/users/many', { users: [{ email: 'other@example.org' }] });
  assert.equal((await guest.ask('POST', '/login', { organization_id: organization, email: wanted.email, password })).status, 409);
  await good(412, 'PUT', '/user-providers/active', { provider: 'admin' }, { headers: { 'if-match': etag } });
  await good(200, 'PUT', '/user-providers/active', { provider: 'admin' });
});

test('what every operation refuses', async () => {
  await good(201, 'POST', '/users', { first_name: 'Noor', last_name: 'None', email: 'noor@example.org' }).then(({ link }) =>
    weak.ask('POST', '/account-links/use', { token: link.split('#')[1], password }));
  await weak.ask('POST', '/login', { organization_id: organization, email: 'noor@example.org', password });
  const there = {
    webhook_id: webhook,
    user_id: (await good(200, 'GET', '/users?search=noor')).items[0].id,
    client_id: (await good(200, 'GET', '/clients')).items[0].id,
    role_id: await made('/roles', { name: 'There' }),
    group_id: await made('/groups', { name: 'There' }),
    book_id: await made('/address-books', { name: 'There' }),
    permission_set_id: await made('/permission-sets', { name: 'There', access: {} }),
  };
  const { features } = await good(200, 'GET', '/me');
  for (const { method, path, operation, id } of contract.operations) {
    const nothing = path.replaceAll(/\{[^}]+\}/g, '999999999');
    const something = path.replaceAll(/\{([^}]+)\}/g, (_, name) => there[name] ?? '999999999');
    const websocket = operation.responses['101'] && { headers: handshake };
    const refused = async (status, who, data, { at = nothing, ...options } = {}) => {
      const answer = await who.ask(method, at, data, { ...websocket, ...options });
      assert.equal(answer.status, status, `${id}: ${answer.text}`);
    };
    if (operation['x-gatehouse-access'] === 'setup') continue;
    const license = operation['x-gatehouse-license'];
    const able = license && !features.includes(license) ? lead : owner;
    const needsLogin = operation.security.length > 0;
    if (needsLogin) await refused(401, guest, operation.requestBody && {});
    if (method !== 'GET' || websocket) await refused(403, owner, operation.requestBody && {}, { headers: { ...websocket?.headers, origin: 'https://evil.example' } });
    if (operation['x-gatehouse-access'] === 'section') {
      const may = (await weak.ask('GET', '/me')).json.access[operation['x-gatehouse-section']];
      await refused(403, guest, operation.requestBody && {}, { headers: { ...websocket?.headers, ...tokens.nothing } });
      if (may === 'none' || (may === 'view' && operation['x-gatehouse-level'] === 'edit')) await refused(403, weak, operation.requestBody && {});
    }
    if (operation.requestBody) {
      for (const body of ['', '{', '[]', 'null', '{"nonsense":1}', `{"a":${'['.repeat(5000)}`, '{"name":1,"name":2}', '\u0000', '{"name":"\\ud800"}'])
        await refused(400, able, undefined, { body, at: something });
      await refused(415, able, undefined, { body: '{}', headers: { 'content-type': 'text/plain' }, at: something });
      await refused(413, able, undefined, { body: JSON.stringify({ name: 'x'.repeat(700_000) }), at: something });
    }
    const byToken = operation.security.some((one) => one.token);
    if (needsLogin && !byToken && !websocket) await refused(403, guest, operation.requestBody && {}, { headers: tokens.everything });
    for (const parameter of operation.parameters ?? []) {
      if (parameter.in === 'query') await refused(400, able, undefined, { at: `${something}?nonsense=1` });
    }
    if (path.includes('{') && !operation.requestBody) await refused(404, able);
  }
  const nobody = '999999999';
  for (const [method, path, body] of [
    ['PATCH', `/users/${nobody}`, {}], ['PATCH', `/roles/${nobody}`, {}], ['PATCH', `/groups/${nobody}`, {}],
    ['PATCH', `/permission-sets/${nobody}`, {}], ['PATCH', `/clients/${nobody}`, {}], ['PATCH', `/webhooks/${nobody}`, {}], ['POST', `/clients/${nobody}/device-key`, { fingerprint: '0' }],
    ['POST', '/connections', { address: nobody, viewer_key: viewerKey }], ['POST', `/users/${nobody}/link`, {}],
    ['POST', `/mail/messages/${nobody}/again`, {}], ['POST', `/organizations/${nobody}/link`, {}],
    ['PUT', `/users/${nobody}/roles/1`, {}], ['PUT', `/users/${nobody}/groups/1`, {}], ['PUT', `/groups/${nobody}/roles/1`, {}],
    ['PUT', `/groups/${nobody}/members/1`, {}],
  ]) await good(404, method, path, body);
});

test('every operation was asked for, and every refusal that it declares was seen', () => {
  const missing = contract.operations.flatMap(({ id, operation, seen }) =>
    Object.keys(operation.responses)
      .filter((status) => status !== 'default' && !seen.has(Number(status)) && !unseen[id]?.includes(Number(status)))
      .map((status) => `${id}: ${status}`));
  assert.deepEqual(missing, []);
});
