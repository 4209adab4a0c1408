import { Alert } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';

import type { Merge } from './merge';
import classes from './StaleNotice.module.css';
import { words } from './words';

interface StaleNoticeProps<Values> {
  stale: Merge<Values> | null;
  fresh: Values;
  labels: Record<keyof Values, string>;
  // A value for people, where it is no text.
  shown?: Partial<{ [Field in keyof Values]: (value: Values[Field]) => string }>;
}

// Says what somebody else has changed while this form was open. Nothing while nobody has.
export function StaleNotice<Values>({ stale, fresh, labels, shown = {} }: StaleNoticeProps<Values>) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (stale) place.current?.focus();
  }, [stale]);
  if (!stale) return null;
  const value = (field: keyof Values) => shown[field]?.(fresh[field]) ?? words.quoted(String(fresh[field]));
  return (
    <Alert ref={place} tabIndex={-1} role="alert" color="lamp" title={words.stale.title} icon={<IconUsers size={20} aria-hidden />}>
      <ul className={classes.changes}>
        {stale.clashes.map((field) => (
          <li key={String(field)}>{words.stale.clash(labels[field], value(field))}</li>
        ))}
        {stale.theirs.map((field) => (
          <li key={String(field)}>{words.stale.theirs(labels[field], value(field))}</li>
        ))}
      </ul>
      {words.stale.text}
    </Alert>
  );
}
