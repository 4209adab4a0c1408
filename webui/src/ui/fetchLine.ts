import type { Program } from '../api/client';

// Before what needs root: nothing where one is root already.
export const asRoot = '$([ $(id -u) = 0 ] || echo sudo)';

// One line for a shell that fetches the program from the appliance, runs it only if it is the one the portal knows, and
// leaves nothing of the fetching behind. In sh's own language, inside one pair of quotes: whatever shell it is pasted into.
// `run`: what is done with $d/gatehouse, without a single quote.
export function fetchLine({ platform, machines, path, sha256 }: Program, server: string, run: string): string {
  const steps = [
    'set -e',
    `case $(uname -m) in ${machines.join('|')});; *) echo "The program of this appliance is for ${platform}, not for $(uname -sm)"; exit 1; esac`,
    'd=$(mktemp -d)',
    'trap "rm -rf $d" EXIT INT TERM HUP',
    `echo "Fetching Gatehouse from ${server}"`,
    `curl -gfk# --retry 5 -o $d/gatehouse "https://${server}${path}"`,
    `echo "${sha256}  $d/gatehouse" | sha256sum -c`,
    'chmod +x $d/gatehouse',
    run,
  ];
  return `sh -c '${steps.join('; ')}'`;
}
