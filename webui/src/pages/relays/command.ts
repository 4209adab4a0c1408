import type { NewRelay, Program } from '../../api/client';
import { asRoot, fetchLine } from '../../ui/fetchLine';

type Made = Pick<NewRelay, 'token' | 'relay'>;

// The relay listens on every address of its machine, at the port under which it is reached.
function install({ token, relay }: Made, server: string): string {
  const port = relay.address.slice(relay.address.lastIndexOf(':') + 1);
  const everywhere = relay.address.startsWith('[') ? '[::]' : '0.0.0.0';
  return `gatehouse install --relay --server "${server}" --token ${token} --relay.listen="${everywhere}:${port}"`;
}

// Fetches the program, and makes the computer a relay, which starts with it. `server`: how that computer reaches the appliance.
export function relayLine(program: Program, made: Made, server: string): string {
  return fetchLine(program, server, `${asRoot} $d/${install(made, server)}`);
}

// Where the program is there already.
export function relayCommand(made: Made, server: string): string {
  return `sudo ${install(made, server)}`;
}
