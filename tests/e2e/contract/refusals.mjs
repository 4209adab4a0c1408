// What all operations refuse, and what is then left that nobody asked for. The last of the steps.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { contract, good, guest, handshake, kept, lead, made, owner, password, viewerKey, weak } from './world.mjs';

// What no test can bring about in a few seconds, by operation.
const unseen = {
  checkSetupCode: [429], setUp: [403, 429], logIn: [429], logInWithCode: [429], confirm: [429], addTotpDevice: [409], changePassword: [429],
  logInWithPasskey: [429], createOwnToken: [429], commentSession: [409], connect: [503], sendTestMail: [409], requestAccountLink: [409],
};

test('what every operation refuses', async () => {
  await good(201, 'POST', '/users', { first_name: 'Noor', last_name: 'None', email: 'noor@example.org' }).then(({ link }) =>
    weak.ask('POST', '/account-links/use', { token: link.split('#')[1], password }));
  await weak.ask('POST', '/login', { organization_id: kept.organization, email: 'noor@example.org', password });
  const there = {
    webhook_id: kept.webhook,
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
      await refused(403, guest, operation.requestBody && {}, { headers: { ...websocket?.headers, ...kept.tokens.nothing } });
      if (may === 'none' || (may === 'view' && operation['x-gatehouse-level'] === 'edit')) await refused(403, weak, operation.requestBody && {});
    }
    if (operation.requestBody) {
      for (const body of ['', '{', '[]', 'null', '{"nonsense":1}', `{"a":${'['.repeat(5000)}`, '{"name":1,"name":2}', '\u0000', '{"name":"\\ud800"}'])
        await refused(400, able, undefined, { body, at: something });
      await refused(415, able, undefined, { body: '{}', headers: { 'content-type': 'text/plain' }, at: something });
      await refused(413, able, undefined, { body: JSON.stringify({ name: 'x'.repeat(700_000) }), at: something });
    }
    const byToken = operation.security.some((one) => one.token);
    if (needsLogin && !byToken && !websocket) await refused(403, guest, operation.requestBody && {}, { headers: kept.tokens.everything });
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

// Whatever a step above changed stands in a log, and whoever reads it on the page reads words.
test('the page Audit has a word for every field of the log', async () => {
  const words = readFileSync(new URL('../../../webui/src/pages/audit/words.ts', import.meta.url), 'utf8');
  const known = [.../\n  fields: \{\n(.*?)\n  \}/s.exec(words)[1].matchAll(/^ {4}(\w+):/gm)].map(([, field]) => field);
  const fields = new Set();
  for (const who of [owner, lead]) {
    for (const line of (await who.ask('GET', '/audit-export?format=jsonl')).text.split('\n').filter(Boolean)) {
      const { before, after } = JSON.parse(line);
      for (const side of [before, after]) for (const field of Object.keys(JSON.parse(side || '{}'))) fields.add(field);
    }
  }
  assert.ok(fields.size > 40, [...fields].join(' '));
  assert.deepEqual([...fields].filter((field) => field !== 'access' && !known.includes(field)), []);
});

test('every operation was asked for, and every refusal that it declares was seen', () => {
  const missing = contract.operations.flatMap(({ id, operation, seen }) =>
    Object.keys(operation.responses)
      .filter((status) => status !== 'default' && !seen.has(Number(status)) && !unseen[id]?.includes(Number(status)))
      .map((status) => `${id}: ${status}`));
  assert.deepEqual(missing, []);
});
