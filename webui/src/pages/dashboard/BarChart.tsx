import { useId } from 'react';

import { formatDay } from '../../ui/format';
import classes from './ActivityCard.module.css';
import { words } from './words';

interface BarChartProps {
  title: string;
  // What the chart tells at a glance; the numbers themselves are in the table.
  summary: string;
  dates: string[]; // 2026-11-23
  values: (number | null)[]; // null: not known
  tone?: 'online';
}

export function BarChart({ title, summary, dates, values, tone }: BarChartProps) {
  const id = useId();
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  return (
    <figure className={classes.figure} aria-labelledby={id}>
      <figcaption id={id}>
        {title}
        <span className={classes.summary}>{summary}</span>
      </figcaption>
      <div className={classes.plot} aria-hidden>
        {values.map((value, at) => (
          <div key={dates[at]} className={classes.slot} title={`${formatDay(dates[at] ?? '')}: ${value ?? words.notKnown}`}>
            {value !== null && value > 0 && (
              <div className={`${classes.bar} ${tone === 'online' ? classes.online : ''}`} style={{ height: `${(100 * value) / most}%` }} />
            )}
          </div>
        ))}
      </div>
      <div className={classes.axis} aria-hidden>
        <span>{formatDay(dates[0] ?? '')}</span>
        <span>{words.todayMark}</span>
      </div>
    </figure>
  );
}
