import { TextInput } from '@mantine/core';

import { formatExactly } from '../ui/format';
import { dayOf, lastDayInWords } from './days';
import classes from './rights.module.css';
import { words } from './words';

// "until Dec 31, 2030"; nothing for what has no end.
export function Until({ iso }: { iso: string | null }) {
  if (iso === null) return null;
  return (
    <time className={classes.ends} dateTime={iso} title={formatExactly(iso)}>
      {words.until(lastDayInWords(iso))}
    </time>
  );
}

interface UntilInputProps {
  value: string; // a day, or '' for none
  onChange: (day: string) => void;
  error?: string | undefined;
  autoFocus?: boolean;
}

export function UntilInput({ value, onChange, error, autoFocus }: UntilInputProps) {
  return (
    <TextInput
      type="date"
      label={words.untilLabel}
      description={words.untilHelp}
      min={dayOf(new Date())}
      max="9999-12-31"
      data-autofocus={autoFocus || undefined}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
