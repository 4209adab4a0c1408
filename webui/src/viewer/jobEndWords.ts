import { NO_STATUS } from '../wire/terminal';
import { terminalWords as words } from './terminalWords';
import type { Job } from './useElevation';

type Ended = Pick<Job, 'action' | 'end'>;

// A job that is over has done something else than it should.
export function hasGoneWrong({ action, end }: Ended): boolean {
  if (end === undefined || end === 0) return false;
  // A shell leaves with the status of what ran last in it.
  return action !== 'shell' || typeof end === 'string' || end === NO_STATUS;
}

// What became of a job that is over.
export function jobEndWords(job: Ended): string {
  const { action, end } = job;
  if (end === undefined) return '';
  if (typeof end === 'string') return words.endedWith[end];
  if (end === NO_STATUS) return words.notStarted;
  return hasGoneWrong(job) ? words.failed(end) : words.ends[action];
}
