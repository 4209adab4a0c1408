import type { Program } from '../../api/client';

export type RunMode = 'installed' | 'portable';

// One line for a shell that fetches the program from the appliance, runs it only if it is the one the portal knows, and
// leaves nothing of the fetching behind. In sh's own language, inside one pair of quotes: whatever shell it is pasted into.
export function installLine(program: Program, server: string, token: string, mode: RunMode): string {
  const { platform, machines, path, sha256 } = program;
  const run =
    mode === 'installed'
      ? `$([ $(id -u) = 0 ] || echo sudo) $d/gatehouse install`
      : `echo "Starting it; Ctrl-C ends it"; $d/gatehouse agent --portable`;
  const steps = [
    'set -e',
    `case $(uname -m) in ${machines.join('|')});; *) echo "The program of this appliance is for ${platform}, not for $(uname -sm)"; exit 1; esac`,
    'd=$(mktemp -d)',
    'trap "rm -rf $d" EXIT INT TERM HUP',
    `echo "Fetching Gatehouse from ${server}"`,
    `curl -gfk# --retry 5 -o $d/gatehouse "https://${server}${path}"`,
    `echo "${sha256}  $d/gatehouse" | sha256sum -c`,
    'chmod +x $d/gatehouse',
    `${run} --server "${server}" --token ${token}`,
  ];
  return `sh -c '${steps.join('; ')}'`;
}

// Where the program is there already.
export function shortLine(server: string, token: string, mode: RunMode): string {
  const words = mode === 'installed' ? 'sudo gatehouse install' : 'gatehouse agent --portable';
  return `${words} --server ${server} --token ${token}`;
}
