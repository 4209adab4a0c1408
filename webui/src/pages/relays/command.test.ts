import { describe, expect, it } from 'vitest';

import type { Relay } from '../../api/client';
import { relayCommand } from './command';

const commandFor = (address: string) => relayCommand({ token: 'T.F', relay: { address } as Relay }, 'box.example:8443');

describe('relayCommand', () => {
  it('listens where it is reached', () => {
    expect(commandFor('relay.example.org:9443')).toBe(
      'sudo gatehouse install --relay --server box.example:8443 --token T.F --relay.listen=0.0.0.0:9443',
    );
    expect(commandFor('[2001:db8::7]:443')).toContain('--relay.listen=[::]:443');
  });
});
