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

export function table(rows) {
  const of = (kind) => rows.filter((row) => row.kind === kind);
  return ['', startup(of('startup')[0]), sessions('native viewer', of('native')), sessions('in a browser', of('browser'))]
    .filter((part, index) => index === 0 || part)
    .join('\n\n');
}
