import type { NewRelay } from '../../api/client';

// What makes a computer a relay, which starts with it. `appliance`: how this page is reached. The relay listens on every address of its machine, at the port
// under which it is reached.
export function relayCommand({ token, relay }: Pick<NewRelay, 'token' | 'relay'>, appliance: string): string {
  const port = relay.address.slice(relay.address.lastIndexOf(':') + 1);
  const everywhere = relay.address.startsWith('[') ? '[::]' : '0.0.0.0';
  return `sudo gatehouse install --relay --server ${appliance} --token ${token} --relay.listen=${everywhere}:${port}`;
}
