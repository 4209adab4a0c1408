import type { Machine } from '../../api/client';
import { Ago } from '../../ui/Clock';
import { words } from './words';

export function LastSeen({ machine }: { machine: Machine }) {
  if (machine.online) return words.now;
  return machine.last_seen_at === null ? words.never : <Ago iso={machine.last_seen_at} />;
}
