import { Skeleton } from '@mantine/core';

import type { Dashboard } from '../../api/client';
import { useDashboard } from '../../api/queries';
import { useAccess, useCurrentUser } from '../../app/CurrentUser';
import { Card } from '../../ui/Card';
import { ConnectField } from '../../ui/ConnectField';
import { Page } from '../../ui/Page';
import { ErrorState } from '../../ui/States';
import { ActivityCard } from './ActivityCard';
import { Attention } from './Attention';
import classes from './DashboardPage.module.css';
import { Numbers } from './Numbers';
import { RecentSessions } from './RecentSessions';
import { ThisMachine } from './ThisMachine';
import { words } from './words';

export default function DashboardPage() {
  const { user } = useCurrentUser();
  const maySeeClients = useAccess('clients') !== 'none';
  const query = useDashboard();
  const hasMachine = query.data?.this_machine !== null && !query.isError;

  return (
    <Page title={words.title} lead={words.welcome(user.first_name)}>
      <div className={classes.grid}>
        {maySeeClients && (
          <Card title={words.connectTitle} className={`${classes.connect} ${hasMachine ? '' : classes.wide}`}>
            <p>{words.connectText}</p>
            <ConnectField size="lg" />
          </Card>
        )}
        {query.data ? (
          <Content dashboard={query.data} />
        ) : query.isError ? (
          <div className={classes.wide}>
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          </div>
        ) : (
          <Placeholder withMachine={maySeeClients} />
        )}
      </div>
    </Page>
  );
}

function Content({ dashboard }: { dashboard: Dashboard }) {
  const maySeeSessions = useAccess('sessions') !== 'none';
  return (
    <>
      {dashboard.this_machine && <ThisMachine machine={dashboard.this_machine} />}
      <Numbers dashboard={dashboard} />
      <ActivityCard />
      {maySeeSessions && <RecentSessions sessions={dashboard.recent_sessions} />}
      <Attention items={dashboard.attention} wide={!maySeeSessions} />
    </>
  );
}

function Placeholder({ withMachine }: { withMachine: boolean }) {
  return (
    <>
      {withMachine && <Skeleton className={classes.machine} radius="lg" mih="10rem" />}
      <Skeleton className={classes.wide} height="5.75rem" radius="lg" />
      <Skeleton className={classes.recent} height="16rem" radius="lg" />
      <Skeleton className={classes.attention} height="10rem" radius="lg" />
    </>
  );
}
