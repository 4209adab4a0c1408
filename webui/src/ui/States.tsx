import { Button } from '@mantine/core';
import { IconCloudOff, IconMoodEmpty } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import { messageFor, NetworkError } from '../api/problem';
import classes from './States.module.css';
import { words } from './words';

interface StateProps {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

// Nothing to show: says why, and what to do about it.
export function EmptyState({ icon, title, children, action }: StateProps) {
  return (
    <div className={classes.state}>
      <div className={classes.icon} aria-hidden>
        {icon ?? <IconMoodEmpty size={24} />}
      </div>
      <p className={classes.title}>{title}</p>
      {children && <p className={classes.text}>{children}</p>}
      {action && <div className={classes.actions}>{action}</div>}
    </div>
  );
}

export function ErrorState({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <div role="alert">
      <EmptyState
        icon={<IconCloudOff size={24} />}
        title={error instanceof NetworkError ? words.noAnswer : words.loadFailed}
        action={
          <Button variant="default" onClick={onRetry}>
            {words.tryAgain}
          </Button>
        }
      >
        {messageFor(error)}
      </EmptyState>
    </div>
  );
}

export function Loading() {
  return (
    <p className={classes.text} role="status">
      {words.loading}
    </p>
  );
}
