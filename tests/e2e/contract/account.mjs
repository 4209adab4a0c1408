// One's own account: setting up, signing in, second factors, tokens.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { owner as people } from '../support/owner.mjs';
import { softwareAuthenticator } from '../support/passkey.mjs';
import { authenticator } from '../support/totp.mjs';
import { appliance, good, guest, handshake, kept, owner, password } from './world.mjs';

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
  kept.organization = (await good(201, 'POST', '/setup', owning)).organization.id;
  await good(404, 'POST', '/setup/code', { code: appliance.code });
  await good(404, 'POST', '/setup', owning);
});

test('signing in, and one’s own account', async () => {
  await good(204, 'POST', '/logout', {});
  owner.csrf = owner.cookie = undefined;
  const login = { organization_id: kept.organization, email: people.email, password: people.password };
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
  const login = { organization_id: kept.organization, email: people.email, password: people.password };
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
  const login = { organization_id: kept.organization, email: people.email, password: people.password };
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
  kept.tokens.nothing = { authorization: `Bearer ${nothing.token}`, origin: null };
  const everything = await good(201, 'POST', '/me/tokens', { ...wanted, name: 'all', scope: Object.fromEntries(sections.map((one) => [one, 'edit'])) });
  kept.tokens.everything = { authorization: `Bearer ${everything.token}`, origin: null };
  const me = (await good(200, 'GET', '/me')).user.id;
  const other = await good(201, 'POST', '/me/tokens', { ...wanted, name: 'other' });
  await good(200, 'GET', `/users/${me}/tokens`);
  await good(204, 'DELETE', `/users/${me}/tokens/${other.details.id}`);
});
