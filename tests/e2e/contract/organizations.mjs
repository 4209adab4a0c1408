// Organizations and teams: their mail, their licenses, and who moves from one to another.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { owner as people } from '../support/owner.mjs';
import { eventually } from '../support/process.mjs';
import { setUserProvider } from '../support/store.mjs';
import { appliance, contract, good, guest, kept, lead, owner, password } from './world.mjs';

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
  const wish = { organization_id: kept.organization, email: 'nobody@example.org' };
  for (const status of [204, 204, 204, 429]) await good(status, 'POST', '/account-links/request', wish);
});

test('organizations', async () => {
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

test('licenses', async () => {
  await good(200, 'GET', '/license');
  await good(200, 'GET', '/billing');
  await good(200, 'PATCH', '/billing', { company: 'Example Ltd', payment: 'By transfer' });
  await good(412, 'PATCH', '/billing', { company: 'x' }, { headers: { 'if-match': '"0"' } });
  const wanted = { name: 'Shop', id: 'shop', owner_first_name: 'Lea', owner_last_name: 'Lead', owner_email: 'lea@example.org', license: 'standard', description: 'Sells' };
  const { link, license } = await good(201, 'POST', '/organizations', wanted);
  assert.equal(license, 'standard');
  await good(200, 'PATCH', '/organizations/shop', { license: 'advanced' });
  await good(409, 'PATCH', `/organizations/${kept.organization}`, { license: 'standard' });
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

  // With an account of the first organization.
  const jo = caller(appliance, contract.check);
  const mover = { first_name: 'Jo', last_name: 'Joins', email: 'jo@example.org' };
  const own = await good(201, 'POST', '/users', mover);
  await ask(jo, 200, 'POST', '/account-links/use', { token: own.link.split('#')[1], password });
  await ask(jo, 200, 'POST', '/login', { organization_id: kept.organization, email: mover.email, password });
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
  setUserProvider(appliance, kept.organization, 'ldap');
  assert.equal((await good(200, 'GET', '/user-providers')).active, 'ldap');
  await good(409, 'POST', '/users', { ...wanted, email: 'other@example.org' });
  await good(409, 'POST', '/users/many', { users: [{ email: 'other@example.org' }] });
  assert.equal((await guest.ask('POST', '/login', { organization_id: kept.organization, email: wanted.email, password })).status, 409);
  await good(412, 'PUT', '/user-providers/active', { provider: 'admin' }, { headers: { 'if-match': etag } });
  await good(200, 'PUT', '/user-providers/active', { provider: 'admin' });
});
