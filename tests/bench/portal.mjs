// How fast the portal answers with a large organization in its store, beside SQLite's own time for the same rows.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeTokens, owner, startAppliance, visitor } from './appliance.mjs';
import { cpuSeconds, freePort, memory, percentile, round, temporaryDirectory } from './processes.mjs';

const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname;
const kAtOnce = 8, kLines = 10_000;
const client = 200000000 + 5000 * 7919;

// Each with the query of the rows that it shows.
const routes = [
  ['me', '/me', 'SELECT * FROM login_session JOIN user_account ON user_account.id = login_session.user_id JOIN user_role ON user_role.organization_id = 1 AND user_role.user_id = user_account.id WHERE login_session.id = 1'],
  ['dashboard', '/dashboard', 'SELECT (SELECT count(*) FROM client WHERE organization_id = 1), (SELECT count(*) FROM user_account WHERE organization_id = 1), (SELECT max(number) FROM audit_entry WHERE organization_id = 1)'],
  ['activity', '/activity', `SELECT started_at / 86400 AS day, count(*) FROM session WHERE organization_id = 1 AND started_at >= unixepoch() - 2592000 GROUP BY day`],
  ['machines', '/clients?limit=50', 'SELECT * FROM client WHERE organization_id = 1 ORDER BY created_at, id LIMIT 51'],
  ['machines, searched', '/clients?search=desk-5000', `SELECT * FROM client WHERE organization_id = 1 AND instr(lower(name), 'desk-5000') > 0 ORDER BY created_at, id LIMIT 51`],
  ['one machine', `/clients/${client}`, `SELECT * FROM client WHERE id = ${client}`],
  ['sessions', '/sessions?limit=50', 'SELECT * FROM session WHERE organization_id = 1 ORDER BY started_at DESC, id DESC LIMIT 51'],
  ['sessions of a machine', `/sessions?client_id=${client}`, `SELECT * FROM session WHERE client_id = ${client} ORDER BY started_at DESC, id DESC LIMIT 51`],
  ['users', '/users?limit=50', `SELECT * FROM user_account WHERE organization_id = 1 ORDER BY lower(last_name || ' ' || first_name), id LIMIT 51`],
  ['audit', '/audit?limit=50', 'SELECT * FROM audit_entry WHERE organization_id = 1 ORDER BY number DESC LIMIT 51'],
  ['audit of a person', '/audit?actor=5000', 'SELECT * FROM audit_entry WHERE organization_id = 1 AND actor_id = 5000 ORDER BY number DESC LIMIT 51'],
];

async function askedFor(visitors, path, headers, seconds) {
  const times = [];
  const until = performance.now() + 1000 * seconds;
  await Promise.all(visitors.map(async (ask) => {
    while (performance.now() < until) {
      const answer = await ask('GET', `/api/v1${path}`, undefined, headers);
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.body}`);
      times.push(answer.milliseconds);
    }
  }));
  return times;
}

function sqliteAlone(database, seconds) {
  const input = routes.map(([name, , sql]) => `${name}\t${sql}\n`).join('');
  const output = execFileSync('python3', [join(here, 'portal_sqlite.py'), database, String(seconds)], { input, encoding: 'utf8' });
  return new Map(output.trim().split('\n').map(JSON.parse).map((row) => [row.name, row]));
}

const piecesOf = (size, line) => Array.from({ length: kLines / size }, (_, piece) => Array.from({ length: size }, (_, i) => line(piece * size + i)));

// Tables of ten thousand lines, in the pieces that the pages send.
async function measureImports(ask, report) {
  const login = await ask('POST', '/api/v1/login', { organization_id: 'bench', email: owner.email, password: owner.password });
  const headers = { cookie: login.setCookie.find((one) => one.startsWith('__Host-')).split(';')[0], 'x-csrf-token': JSON.parse(login.body).csrf_token };
  const entry = (i) => ({ nickname: `Till ${i}`, address: String(300_000_000 + i), comment: 'In the shop', tags: ['Berlin', `Floor ${i % 7}`] });
  const tables = [
    ['address book', '/me/address-book/import', 'entries', piecesOf(1000, entry)],
    ['users', '/users/many', 'users', piecesOf(500, (i) => ({ email: `user${i}@example.net` }))],
  ];
  for (const [name, path, field, pieces] of tables) {
    const began = performance.now();
    for (const piece of pieces) {
      const answer = await ask('POST', `/api/v1${path}`, { [field]: piece }, headers);
      const done = answer.status === 200 ? JSON.parse(answer.body).results.filter(({ status }) => status === 'created').length : 0;
      if (done !== piece.length) throw new Error(`${path}: ${answer.status}, ${done} of ${piece.length} made: ${answer.body.slice(0, 200)}`);
    }
    report({ kind: 'portal-import', table: name, lines: kLines, seconds: round((performance.now() - began) / 1000) });
  }
}

export async function measurePortal({ binary, report, seconds }) {
  const directory = temporaryDirectory(), data = join(directory, 'data'), port = await freePort();
  let program = await startAppliance(binary, data, port);
  const code = /Set-up code\s+(\S+)/.exec(program.output())[1];
  const ca = readFileSync(join(data, 'keys', 'authority.crt'));
  await makeTokens(visitor(port, ca), code, 0);
  await program.stop();
  const database = join(data, 'gatehouse.db');
  execFileSync('sqlite3', [database], { input: readFileSync(join(here, 'portal_fill.sql')), stdio: ['pipe', 'ignore', 'inherit'] });

  program = await startAppliance(binary, data, port);
  const visitors = Array.from({ length: kAtOnce }, () => visitor(port, ca));
  const alone = sqliteAlone(database, Math.min(2, seconds));
  for (const [name, path] of routes) {
    // A login for each: one alone may ask only so often.
    const login = await visitors[0]('POST', '/api/v1/login', { organization_id: 'bench', email: owner.email, password: owner.password });
    if (login.status !== 200) throw new Error(`login: ${login.status} ${login.body}`);
    const headers = { cookie: login.setCookie.find((one) => one.startsWith('__Host-')).split(';')[0] };
    await askedFor(visitors, path, headers, 0.3);
    const before = { serve: cpuSeconds(program.child.pid), driver: process.cpuUsage(), at: performance.now() };
    const times = await askedFor(visitors, path, headers, Math.min(3, seconds));
    const took = (performance.now() - before.at) / 1000;
    const driver = process.cpuUsage(before.driver);
    const sqlite = alone.get(name);
    report({
      kind: 'portal', route: name, requests_per_s: round(times.length / took, 0), p50_ms: percentile(times, 0.5), p99_ms: percentile(times, 0.99),
      serve_cpu_ms_each: round((1000 * (cpuSeconds(program.child.pid) - before.serve)) / times.length, 3),
      driver_busy: round((driver.user + driver.system) / 1e6 / took),
      ...(sqlite && { sqlite_per_s: sqlite.per_s, sqlite_p99_ms: sqlite.p99_ms, plan: sqlite.plan }),
    });
  }
  await measureImports(visitors[0], report);
  report({ kind: 'portal-memory', ...memory(program.child.pid) });
  await program.stop();
}
