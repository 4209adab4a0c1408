// What arrow keys go through, in order.
import type { Machine } from '../api/client';
import { connectPath } from '../ui/address';
import type { Found } from './found';
import type { FoundGroup } from './useFound';

export interface Choice {
  key: string; // also part of an id in the page
  to: string;
  machine?: Machine | undefined;
  // The machine that it connects to.
  connects?: string | undefined;
}

export const keyOf = (group: string, { to }: Found): string => `${group}${to.replace(/[^a-zA-Z0-9-]/g, (sign) => `_${sign.charCodeAt(0)}_`)}`;
export const connectKeyOf = (group: string, found: Found): string => `${keyOf(group, found)}-connect`;

// A machine that is online is two: its page, and the way to its screen.
export function choicesIn(groups: readonly FoundGroup[]): Choice[] {
  return groups.flatMap(({ id, found }) =>
    found.flatMap((one): Choice[] => {
      const page: Choice = { key: keyOf(id, one), to: one.to, machine: one.machine };
      if (!one.machine?.online) return [page];
      return [page, { key: connectKeyOf(id, one), to: connectPath(one.machine.id), machine: one.machine, connects: one.machine.id }];
    }),
  );
}
