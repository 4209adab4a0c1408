import { TextInput } from '@mantine/core';

import classes from './Days.module.css';
import { words } from './words';

interface DaysProps {
  from: string; // the first day as "2030-12-31"; '': any
  to: string; // the last day
  onChange: (days: { from?: string; to?: string }) => void;
}

export function Days({ from, to, onChange }: DaysProps) {
  return (
    <div className={classes.days}>
      <label className={classes.day}>
        {words.from}
        <TextInput type="date" max="9999-12-31" value={from} onChange={(event) => onChange({ from: event.currentTarget.value })} />
      </label>
      <label className={classes.day}>
        {words.to}
        <TextInput type="date" max="9999-12-31" value={to} onChange={(event) => onChange({ to: event.currentTarget.value })} />
      </label>
    </div>
  );
}
