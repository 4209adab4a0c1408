// What was chosen last on a page with a list, until this tab closes or nobody is signed in any more.
import { tabMemory, type Memory, TRACES } from './memory';

const LONGEST = 1_000;
const itemOf = (path: string) => `${TRACES}choice${path}`;

// '': everything is shown.
export function lastChoice(user: string, path: string, where: Memory = tabMemory): string {
  return where.get(user, itemOf(path), (kept) => (typeof kept === 'string' && kept.length <= LONGEST ? kept : ''));
}

export function keepChoice(user: string, path: string, choice: string, where: Memory = tabMemory): void {
  where.set(user, itemOf(path), choice === '' ? undefined : choice);
}

// What a page is to begin with. Somebody who comes by a link inside the portal that chooses nothing gets what they chose
// last; an address that was typed, reloaded or gone back to means what it says.
export function restored(last: string, address: URLSearchParams, way: 'POP' | 'PUSH' | 'REPLACE'): string {
  return way === 'POP' || address.size > 0 ? '' : last;
}
