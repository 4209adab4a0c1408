// The results as text for people.
const number = (value, digits = 1) => (typeof value === 'number' && value >= 0 ? value.toFixed(digits) : '-');

// What the server's own processes used; the X server works for all of them alike.
function serverCpu(row) {
  const parts = Object.entries(row).filter(([name]) => name.startsWith('cpu_percent_') && !/xvfb|browser/.test(name));
  return parts.reduce((sum, [, value]) => sum + value, 0);
}

function lines(head, rows) {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)));
  const line = (cells) => cells.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ');
  return [line(head), ...rows.map(line)].join('\n');
}

function sessions(title, rows) {
  if (!rows.length) return '';
  const head = [title, 'server', 'updates/s', 'Mbit/s', 'server CPU %', 'click p50 ms', 'click p95 ms', 'first picture ms'];
  return lines(head, rows.map((row) => [
    row.scene, row.server, number(row.updates_per_second), number(row.megabit_per_second, 2), number(serverCpu(row)),
    number(row.click_to_pixel_ms_p50), number(row.click_to_pixel_ms_p95), number(row.first_picture_ms ?? row.connect_to_picture_ms, 0),
  ]));
}

function startup(row) {
  if (!row) return '';
  const memory = (of) => Object.entries(of ?? {}).map(([name, use]) => `${name} ${use.rss}`).join(', ');
  return lines(['measured', ''], [
    ['first start to first answer', `${number(row.first_start_ms, 0)} ms`],
    ['later start to first answer', `${number(row.start_ms, 0)} ms`],
    ['Connect to picture, cold', `${number(row.cold_picture_ms, 0)} ms`],
    ['Connect to picture, warm', `${number(row.warm_picture_ms, 0)} ms`],
    ['memory idle (RSS MB)', memory(row.idle_mb)],
    ['memory after sessions (RSS MB)', memory(row.after_sessions_mb)],
    ['binary, stripped', `${row.stripped_mb} MB`],
    ['shared libraries', row.libraries.join(' ')],
  ]);
}

function relay(rows, limit) {
  if (!rows.length) return '';
  const head = ['through the relay', 'server', 'CPU s/GiB', 'of it system', 'GiB/s', 'core busy %', 'driver busy %', 'CPU of TLS alone %'];
  return lines(head, rows.map((row) => [
    row.direction, row.server, number(row.cpu_s_per_gib, 2), number(row.system_s_per_gib, 2), number(row.gib_per_s, 3),
    number(100 * row.relay_busy, 0), number(100 * row.driver_busy, 0), row.tls_share ? number(100 * row.tls_share, 0) : '-',
  ])) + `\nMbed TLS alone: ${number(limit?.cpu_s_per_gib, 2)} CPU s/GiB`;
}

function portal(rows) {
  if (!rows.length) return '';
  const head = ['a large organization', '', 'requests/s', 'p50 ms', 'p99 ms', 'CPU ms each', 'driver busy %', 'SQLite alone/s', 'its p99 ms'];
  return lines(head, rows.map((row) => [
    row.route, '', number(row.requests_per_s, 0), number(row.p50_ms, 2), number(row.p99_ms, 2), number(row.serve_cpu_ms_each, 2), number(100 * row.driver_busy, 0),
    number(row.sqlite_per_s, 0), number(row.sqlite_p99_ms, 2),
  ]));
}

function imports(rows) {
  if (!rows.length) return '';
  return lines(['a table read in', '', 'lines', 'seconds'], rows.map((row) => [row.table, '', number(row.lines, 0), number(row.seconds, 1)]));
}

function pages(rows) {
  if (!rows.length) return '';
  const head = ['page', '', 'transferred kB', 'requests', 'first paint ms', 'usable ms'];
  return lines(head, rows.map((row) => [row.page, '', ...['transferred_kb', 'requests', 'first_paint_ms', 'usable_ms'].map((name) => number(row[name], name === 'requests' ? 0 : 1))]));
}

function begun(rows) {
  if (!rows.length) return '';
  const head = ['sessions begun', 'at once', 'a second', 'p50 ms', 'p95 ms', 'CPU ms each'];
  return lines(head, rows.map((row) => ['', String(row.at_once), ...['sessions_per_s', 'spliced_ms_p50', 'spliced_ms_p95', 'serve_cpu_ms_per_session'].map((name) => number(row[name]))]));
}

function soak(rows) {
  if (!rows.length) return '';
  const head = ['memory over a long time', '', 'first minute MB', 'last minute MB', 'KiB a minute'];
  return lines(head, rows.map((row) => [row.process, '', ...['first_minute_mb', 'last_minute_mb', 'slope_kib_per_minute'].map((name) => typeof row[name] === 'number' ? row[name].toFixed(1) : '-')]));
}

export function table(rows) {
  const of = (kind) => rows.filter((row) => row.kind === kind);
  return ['', startup(of('startup')[0]), sessions('native viewer', of('native')), sessions('in a browser', of('browser')),
    pages(of('page')), portal(of('portal')), imports(of('portal-import')),
    relay(of('relay'), of('tls_limit')[0]), begun(of('sessions')), soak(of('soak'))]
    .filter((part, index) => index === 0 || part)
    .join('\n\n');
}
