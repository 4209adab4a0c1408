import type { User } from '../../api/client';
import classes from './users.module.css';
import { words } from './words';

export function UserState({ user }: { user: User }) {
  return (
    <span className={`${classes.state} ${classes[user.state] ?? ''}`}>
      <span className={classes.dot} aria-hidden />
      {words.states[user.state]}
    </span>
  );
}
