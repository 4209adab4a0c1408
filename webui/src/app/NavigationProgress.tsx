import { useNavigation } from 'react-router-dom';

import { words } from '../ui/words';
import classes from './NavigationProgress.module.css';

// A line along the top while the next page is being fetched.
export function NavigationProgress() {
  const isLoading = useNavigation().state === 'loading';
  return (
    <div role="status" aria-label={isLoading ? words.loading : undefined}>
      {isLoading && <div className={classes.line} />}
    </div>
  );
}
