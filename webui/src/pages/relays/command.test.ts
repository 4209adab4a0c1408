import { describe, expect, it } from 'vitest';

import type { Relay } from '../../api/client';
import { relayCommand, relayLine } from './command';

const made = (address: string) => ({ token: 'T.F', relay: { address } as Relay });
const program = {
  version: '1.2.3', platform: 'linux-x86_64', machines: ['x86_64'], bytes: 5, sha256: 'ab'.repeat(32),
  path: '/download/gatehouse-linux-x86_64', servers: [],
};

describe('the command for a relay', () => {
  it('listens where it is reached', () => {
    expect(relayCommand(made('relay.example.org:9443'), 'box.example:8443')).toBe(
      'sudo gatehouse install --relay --server "box.example:8443" --token T.F --relay.listen="0.0.0.0:9443"',
    );
    // In quotes: brackets are a pattern for a shell.
    expect(relayCommand(made('[2001:db8::7]:443'), '[fd00::1]:8443')).toBe(
      'sudo gatehouse install --relay --server "[fd00::1]:8443" --token T.F --relay.listen="[::]:443"',
    );
  });

  it('fetches the program, and ends in the installation of a relay', () => {
    const line = relayLine(program, made('relay.example.org:9443'), 'box.example:8443');
    expect(line).toMatch(/^sh -c '[^']+'$/);
    expect(line).toContain('"https://box.example:8443/download/gatehouse-linux-x86_64"');
    expect(line).toMatch(/sha256sum -c; chmod \+x \$d\/gatehouse; \$\(\[ \$\(id -u\) = 0 \] \|\| echo sudo\) \$d\/gatehouse install --relay --server "box\.example:8443" --token T\.F --relay\.listen="0\.0\.0\.0:9443"'$/);
  });
});
