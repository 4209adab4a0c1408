// Machines, sessions on them, and who else hears of them.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { caller } from '../support/api.mjs';
import { eventually, start } from '../support/process.mjs';
import { appliance, contract, good, handshake, kept, password, program, viewerKey } from './world.mjs';

const run = promisify(execFile);
const directory = mkdtempSync(join(tmpdir(), 'gatehouse-contract-'));
const machineData = join(directory, 'machine');
let agent;

after(async () => {
  await agent?.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function startMachine() {
  agent = start(program, ['agent', `--agent.data=${machineData}`, '--desktop.capture=test_card', '--agent.page=off']);
  await eventually(() => agent.output().includes('connected to the appliance'), 'the machine did not come online');
}

// Of the owner's, and of somebody's for whom the owner decides.
async function approvals(id, call) {
  await good(409, 'POST', `/clients/${id}/approvals`, { reason: 'x', minutes: 15 });
  await good(200, 'PATCH', `/clients/${id}`, { approval_required: true });
  await good(403, 'POST', '/connections', call);
  const own = await good(201, 'POST', `/clients/${id}/approvals`, { reason: 'Ticket 4711', minutes: 15 });
  await good(409, 'POST', `/clients/${id}/approvals`, { reason: 'x', minutes: 15 });
  await good(404, 'POST', '/clients/999999999/approvals', { reason: 'x', minutes: 15 });
  for (const deed of ['approve', 'decline']) {
    await good(403, 'POST', `/approvals/${own.id}/${deed}`, {});
    await good(404, 'POST', `/approvals/999999999/${deed}`, {});
  }
  await good(200, 'GET', '/approvals?open=true');
  await good(200, 'GET', `/approvals/${own.id}`);
  await good(204, 'DELETE', `/approvals/${own.id}`);
  await good(409, 'DELETE', `/approvals/${own.id}`);
  const { link } = await good(201, 'POST', '/users', { first_name: 'Anna', last_name: 'Asks', email: 'anna.asks@example.org' });
  const anna = caller(appliance, contract.check);
  await anna.ask('POST', '/account-links/use', { token: link.split('#')[1], password });
  await anna.ask('POST', '/login', { organization_id: kept.organization, email: 'anna.asks@example.org', password });
  const asked = async () => (await anna.ask('POST', `/clients/${id}/approvals`, { reason: 'Ticket 4712', minutes: 60 })).json.id;
  await good(200, 'POST', `/approvals/${await asked()}/decline`, { comment: 'Not now' });
  const approval = await asked();
  await good(200, 'POST', `/approvals/${approval}/approve`, {});
  for (const deed of ['approve', 'decline']) await good(409, 'POST', `/approvals/${approval}/${deed}`, {});
  assert.equal((await anna.ask('POST', '/connections', call)).status, 201);
  await good(204, 'DELETE', `/approvals/${approval}`);
  await good(200, 'PATCH', `/clients/${id}`, { approval_required: false });
}

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
  const tomorrow = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'][(new Date().getDay() + 2) % 7];
  await good(200, 'PATCH', `/clients/${id}`, { opening_hours: { [tomorrow]: ['08:00-12:00'] } });
  await good(409, 'POST', '/connections', call);
  await good(400, 'PATCH', `/clients/${id}`, { opening_hours: { [tomorrow]: ['8 to 12'] } });
  await good(200, 'PATCH', `/clients/${id}`, { opening_hours: null });
  await approvals(id, call);
  const session = await good(201, 'POST', '/connections', call);
  await good(101, 'GET', `/connections/${session.session_id}/stream`, undefined, { headers: handshake });
  await good(404, 'GET', `/connections/${session.session_id}/stream`, undefined, { headers: handshake });
  await good(422, 'POST', '/connections', { ...call, viewer_key: 'AA' });
  const link = await good(201, 'POST', '/connections', { ...call, transport: 'link' });
  await good(200, 'GET', '/sessions?active=true');
  await good(200, 'GET', '/sessions?authorized_by=right');
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
  kept.webhook = (await good(201, 'POST', '/webhooks', { url: 'https://hooks.invalid/x', events: ['session.ended'] })).webhook.id;
});
