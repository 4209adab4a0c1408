import { Loader } from '@mantine/core';

import { words } from '../ui/words';
import classes from './Splash.module.css';

export function Splash() {
  return (
    <div className={classes.splash} role="status" aria-label={words.loading}>
      <Loader className={classes.late} />
    </div>
  );
}
