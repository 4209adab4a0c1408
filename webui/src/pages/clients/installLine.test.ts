import { expect, test } from 'vitest';

import { installLine, shortLine } from './installLine';

const program = {
  version: '1.2.3',
  platform: 'linux-armv7l',
  machines: ['armv7l', 'aarch64'],
  bytes: 5,
  sha256: 'ab'.repeat(32),
  path: '/download/gatehouse-linux-armv7l',
  servers: [],
};

test('a line fetches, compares, and then runs', () => {
  const line = installLine(program, 'box:8443', 'SECRET.PRINT', 'installed');
  expect(line).toMatch(/^sh -c '[^']+'$/); // one argument, whatever shell reads it
  expect(line).toContain('case $(uname -m) in armv7l|aarch64);;');
  expect(line).toContain('"https://box:8443/download/gatehouse-linux-armv7l"');
  // Each step only when the one before it went well, and in this order.
  const steps = line.slice(`sh -c '`.length, -1).split('; ');
  expect(steps[0]).toBe('set -e');
  expect(line).not.toMatch(/set \+e|\|\| true/);
  const order = ['d=$(mktemp -d)', 'trap ', 'curl -gf', `echo "${program.sha256}  $d/gatehouse" | sha256sum -c`, 'chmod +x'];
  order.push(`$([ $(id -u) = 0 ] || echo sudo) $d/gatehouse install`);
  const places = order.map((start) => steps.findIndex((step) => step.startsWith(start)));
  expect(places[0]).toBeGreaterThan(0);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(steps.findIndex((step) => step.includes('curl'))).toBe(places[2]); // and no second fetching after the comparing
  expect(steps.filter((step) => step.includes('curl'))).toHaveLength(1);
  expect(line.endsWith(`install --server "box:8443" --token SECRET.PRINT'`)).toBe(true);
});

test('the portable line asks for no root', () => {
  const line = installLine(program, 'box', 'T', 'portable');
  expect(line).not.toContain('sudo');
  expect(line).toContain('agent --portable --server "box" --token T');
  expect(shortLine('box', 'T', 'portable')).toBe('gatehouse agent --portable --server "box" --token T');
  expect(shortLine('box', 'T', 'installed')).toBe('sudo gatehouse install --server "box" --token T');
});
