import { Button, Skeleton } from '@mantine/core';
import { useState } from 'react';

import type { Activity } from '../../api/client';
import { useActivity } from '../../api/queries';
import { locale } from '../../languages';
import { Card } from '../../ui/Card';
import { DataTable } from '../../ui/DataTable';
import { formatDay } from '../../ui/format';
import classes from './ActivityCard.module.css';
import { BarChart } from './BarChart';
import { words } from './words';

type Day = Activity['days'][number];

// Nothing for who may see neither sessions nor machines.
export function ActivityCard() {
  const query = useActivity();
  const [asTable, setAsTable] = useState(false);
  if (query.isPending) return <Skeleton className={classes.wide} height="14rem" radius="lg" />;
  if (query.isError) {
    return (
      <Card title={words.activity} className={classes.wide}>
        <p>{words.activityFailed}</p>
      </Card>
    );
  }
  const { days } = query.data;
  const sessions = days.some((day) => day.sessions !== null);
  const online = days.some((day) => day.clients_online !== null);
  if (!sessions && !online) return null;
  return (
    <Card
      title={words.activity}
      className={classes.wide}
      aside={
        <Button variant="subtle" size="compact-sm" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {words.asTable}
        </Button>
      }
    >
      {asTable ? <AsTable days={days} sessions={sessions} online={online} /> : <Charts days={days} sessions={sessions} online={online} />}
    </Card>
  );
}

function Charts({ days, sessions, online }: { days: Day[]; sessions: boolean; online: boolean }) {
  const begun = days.map((day) => day.sessions);
  const known = begun.map((value) => value ?? 0);
  const total = known.reduce((sum, value) => sum + value, 0);
  const dates = days.map((day) => day.date);
  const machines = days.map((day) => day.clients_online);
  return (
    <div className={classes.charts}>
      {sessions && (
        <BarChart title={words.sessionsByDay} summary={words.sessionsSummary(total, Math.max(...known))} dates={dates} values={begun} />
      )}
      {online && (
        <BarChart
          title={words.onlineByDay}
          summary={words.onlineSummary(Math.max(...machines.map((value) => value ?? 0)))}
          dates={dates}
          values={machines}
          tone="online"
        />
      )}
    </div>
  );
}

// The latest day first: that is what one looks for.
function AsTable({ days, sessions, online }: { days: Day[]; sessions: boolean; online: boolean }) {
  const figure = (value: number | null) => (value === null ? words.notKnown : value.toLocaleString(locale));
  return (
    <div className={classes.table} tabIndex={0} role="region" aria-label={words.activity}>
      <DataTable
        label={words.activity}
        rows={[...days].reverse()}
        rowKey={(day) => day.date}
        columns={[
          { title: words.day, cell: (day) => formatDay(day.date), kind: 'lead' },
          ...(sessions ? [{ title: words.sessionsByDay, cell: (day: Day) => figure(day.sessions), kind: 'number' as const }] : []),
          ...(online ? [{ title: words.onlineByDay, cell: (day: Day) => figure(day.clients_online), kind: 'number' as const }] : []),
        ]}
      />
    </div>
  );
}
