import type { Session } from '../api/client';
import { Elapsed } from './Clock';
import classes from './Status.module.css';
import { words } from './words';

// Words beside the dot: colour alone tells nothing to some.
export function OnlineStatus({ online }: { online: boolean }) {
  return (
    <span className={`${classes.status} ${online ? classes.online : classes.offline}`}>
      <span className={classes.dot} />
      {online ? words.online : words.offline}
    </span>
  );
}

const stateWords: Record<Session['state'], string> = {
  requested: words.waiting,
  open: words.running,
  ended: words.ended,
};

export function SessionStatus({ session }: { session: Session }) {
  return (
    <span className={`${classes.status} ${session.state === 'ended' ? classes.ended : classes.running}`}>
      {session.state !== 'ended' && <span className={classes.dot} />}
      {stateWords[session.state]}
    </span>
  );
}

export function SessionTime({ session }: { session: Session }) {
  return (
    <span className={session.state === 'ended' ? undefined : classes.running}>
      <Elapsed from={session.started_at} to={session.ended_at} />
    </span>
  );
}
