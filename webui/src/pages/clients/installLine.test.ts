import { expect, test } from 'vitest';

import { installLine, shortLine } from './installLine';

const program = {
  version: '1.2.3',
  platform: 'linux-armv7l',
  machines: ['armv7l', 'aarch64'],
  bytes: 5,
  sha256: 'ab'.repeat(32),
  path: '/download/gatehouse-linux-armv7l',
};

test('a line fetches, compares, and then runs', () => {
  const line = installLine(program, 'box:8443', 'SECRET.PRINT', 'installed');
  expect(line).toMatch(/^sh -c '[^']+'$/); // one argument, whatever shell reads it
  expect(line).toContain('case $(uname -m) in armv7l|aarch64);;');
  expect(line).toContain('"https://box:8443/download/gatehouse-linux-armv7l"');
  const order = [`echo "${program.sha256}  $d/gatehouse" | sha256sum -c`, 'chmod +x', 'gatehouse install'];
  const places = order.map((part) => line.indexOf(part));
  expect(places.every((place, i) => place > (places[i - 1] ?? 0))).toBe(true);
  expect(line.endsWith(`install --server "box:8443" --token SECRET.PRINT'`)).toBe(true);
});

test('the portable line asks for no root', () => {
  const line = installLine(program, 'box', 'T', 'portable');
  expect(line).not.toContain('sudo');
  expect(line).toContain('agent --portable --server "box" --token T');
  expect(shortLine('box', 'T', 'portable')).toBe('gatehouse agent --portable --server box --token T');
  expect(shortLine('box', 'T', 'installed')).toBe('sudo gatehouse install --server box --token T');
});
