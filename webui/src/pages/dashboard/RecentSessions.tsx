import { IconHistory } from '@tabler/icons-react';

import type { Session } from '../../api/client';
import { Card } from '../../ui/Card';
import { EmptyState } from '../../ui/States';
import { TextLink } from '../../ui/TextLink';
import { SessionTable } from '../sessions/SessionTable';
import classes from './DashboardPage.module.css';
import { words } from './words';

export function RecentSessions({ sessions }: { sessions: Session[] }) {
  return (
    <Card
      title={words.recent}
      aside={sessions.length > 0 && <TextLink to="/sessions">{words.allSessions}</TextLink>}
      flush
      className={classes.recent}
    >
      {sessions.length === 0 ? (
        <EmptyState icon={<IconHistory size={24} />} title={words.noSessions}>
          {words.noSessionsText}
        </EmptyState>
      ) : (
        <SessionTable layout="brief" label={words.recentLabel} sessions={sessions} />
      )}
    </Card>
  );
}
