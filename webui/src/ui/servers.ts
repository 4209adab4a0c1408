// A name or address by which every computer means itself.
function isLoopback(hostname: string): boolean {
  return /^(.+\.)?localhost\.?$|^127\.|^0\.0\.0\.0$|^\[::1?\]$|^\[::ffff:7f/i.test(hostname);
}

// Under which other computers may reach the appliance, the best first: what stands in the browser's address, unless that
// means each computer itself; then what the appliance knows of itself. `here`: window.location.
export function serversFor(here: { host: string; hostname: string }, known: string[]): string[] {
  return isLoopback(here.hostname) ? known : [here.host];
}

// The same place under another name or address (with a port, where it is not 443).
export function atServer(url: string, server: string): string {
  const { pathname, search, hash } = new URL(url);
  return `https://${server}${pathname}${search}${hash}`;
}
