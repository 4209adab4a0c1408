import type { Program } from '../../api/client';
import { asRoot, fetchLine } from '../../ui/fetchLine';

export type RunMode = 'installed' | 'portable';

// Fetches the program, and makes the computer a machine of this appliance.
export function installLine(program: Program, server: string, token: string, mode: RunMode): string {
  const run =
    mode === 'installed'
      ? `${asRoot} $d/gatehouse install`
      : `echo "Starting it; Ctrl-C ends it"; $d/gatehouse agent --portable`;
  return fetchLine(program, server, `${run} --server "${server}" --token ${token}`);
}

// Where the program is there already.
export function shortLine(server: string, token: string, mode: RunMode): string {
  const words = mode === 'installed' ? 'sudo gatehouse install' : 'gatehouse agent --portable';
  return `${words} --server "${server}" --token ${token}`;
}
