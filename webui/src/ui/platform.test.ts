import { expect, it } from 'vitest';

import { platformName } from './platform';

it.each([
  ['linux-x86_64', 'Linux x86-64'],
  ['linux-aarch64', 'Linux ARM64'],
  ['linux-armv7l', 'Linux ARMv7'],
  ['linux-riscv64', 'Linux riscv64'],
  ['plan9-mips', 'plan9-mips'],
  ['constructor-x', 'constructor-x'],
  ['<b>', '<b>'],
  ['', ''],
])('%s is said as %s', (platform, name) => expect(platformName(platform)).toBe(name));
