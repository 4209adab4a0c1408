// People, what they may do, and their address books.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { owner as people } from '../support/owner.mjs';
import { authenticator } from '../support/totp.mjs';
import { appliance, good, kept, made, owner, password, until } from './world.mjs';

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
  await ada.ask('POST', '/login', { organization_id: kept.organization, email: wanted.email, password });
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
