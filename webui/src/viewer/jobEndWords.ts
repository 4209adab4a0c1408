import { NO_STATUS } from '../wire/terminal';
import { terminalWords as words } from './terminalWords';
import type { Job } from './useElevation';

// What became of a job that is over.
export function jobEndWords({ action, end }: Pick<Job, 'action' | 'end'>): string {
  if (end === undefined) return '';
  if (typeof end === 'string') return words.endedWith[end];
  if (end === NO_STATUS) return words.notStarted;
  // A shell leaves with the status of what ran last in it.
  return end === 0 || action === 'shell' ? words.ends[action] : words.failed(end);
}
