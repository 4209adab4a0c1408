import type { Dashboard } from '../../api/client';
import { locale } from '../../languages';
import classes from './DashboardPage.module.css';
import { words } from './words';

// A number is null where one has no access to what it counts.
export function Numbers({ dashboard }: { dashboard: Dashboard }) {
  const numbers: [string, number | null, string?][] = [
    [words.clients, dashboard.clients_total],
    [words.online, dashboard.clients_online],
    [words.running, dashboard.sessions_active, dashboard.sessions_active ? classes.live : undefined],
    [words.today, dashboard.sessions_today],
  ];
  const shown = numbers.filter(([, value]) => value !== null);
  if (shown.length === 0) return null;
  return (
    <dl className={classes.numbers} aria-label={words.numbers}>
      {shown.map(([name, value, className]) => (
        <div key={name} className={classes.number}>
          <dt>{name}</dt>
          <dd className={className}>{value?.toLocaleString(locale)}</dd>
        </div>
      ))}
    </dl>
  );
}
