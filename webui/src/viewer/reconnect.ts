import type { SessionEnd } from './SessionChannel';

// Every way in which a visit can end: the reasons of the protocol, and what only this page can know.
// `unreachable`: the appliance does not answer; `refused`: it answered with something unexpected; `gave_up`: the session
// broke and could not be had again in time; `failed`: this page itself went wrong.
export type EndKey =
  | SessionEnd
  | 'signed_out'
  | 'unknown_machine'
  | 'device_key_changed'
  | 'unreachable'
  | 'refused'
  | 'gave_up'
  | 'failed';

// A session that was open and ended so is wanted back: nobody decided to end it.
const BROKE: ReadonlySet<EndKey> = new Set<EndKey>([
  'dropped',
  'device_lost',
  'viewer_lost',
  'relay_lost',
  'display_lost',
  'appliance_stopping',
  'timed_out',
  'restarting',
]);

// While it is being fetched back these are no answer yet: the machine or the appliance is not up again.
const NOT_YET: ReadonlySet<EndKey> = new Set<EndKey>([...BROKE, 'device_offline', 'no_answer', 'busy', 'unreachable']);

// And these while the machine restarts: Gatehouse may be up before the desktop is.
const NOT_YET_STARTED: ReadonlySet<EndKey> = new Set<EndKey>([...NOT_YET, 'desktop_failed']);

const GIVE_UP_MS = 120_000;
const RESTART_MS = 300_000;
// Sooner it would be the machine that goes down which answers.
const RESTART_DELAY_MS = 10_000;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 15_000;
// A session that breaks sooner after it opened counts as one more failed try.
const SETTLED_MS = 10_000;

export type Next =
  | { kind: 'try'; cause: EndKey; attempt: number; delay: number } // milliseconds
  | { kind: 'end'; end: EndKey };

// Decides whether and when a broken session is tried again.
export class Reconnect {
  private openedAt: number | undefined;
  private brokeAt: number | undefined;
  private attempt = 0;
  private cause: EndKey = 'dropped';

  // The person asked for a session: what was before is forgotten.
  reset(): void {
    this.openedAt = undefined;
    this.brokeAt = undefined;
    this.attempt = 0;
  }

  // A session is on the screen.
  opened(): void {
    this.openedAt = Date.now();
  }

  // What follows on this end. `retryAfter`: seconds the appliance asks for.
  next(end: EndKey, retryAfter = 0): Next {
    const isRestarting = this.brokeAt !== undefined && this.cause === 'restarting';
    if (this.openedAt !== undefined) {
      if (!BROKE.has(end) && !(isRestarting && NOT_YET_STARTED.has(end))) return { kind: 'end', end };
      const isSettled = Date.now() - this.openedAt >= SETTLED_MS;
      if (this.brokeAt === undefined || isSettled || end === 'restarting') {
        this.brokeAt = Date.now();
        this.attempt = 0;
      }
      if (!isRestarting || isSettled) this.cause = end;
      this.openedAt = undefined;
    } else if (this.brokeAt === undefined || !(isRestarting ? NOT_YET_STARTED : NOT_YET).has(end)) {
      return { kind: 'end', end };
    }
    const left = this.brokeAt + (this.cause === 'restarting' ? RESTART_MS : GIVE_UP_MS) - Date.now();
    if (left <= 0) return { kind: 'end', end: 'gave_up' };
    this.attempt += 1;
    // Half of the delay is chance, so that many viewers do not come back in the same moment.
    const longest = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (this.attempt - 1));
    const shortest = end === 'restarting' ? RESTART_DELAY_MS : retryAfter * 1000;
    const delay = Math.max(Math.round(longest * (0.5 + Math.random() / 2)), shortest);
    return { kind: 'try', cause: this.cause, attempt: this.attempt, delay: Math.min(delay, left) };
  }
}
