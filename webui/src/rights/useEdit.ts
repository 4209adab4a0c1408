import { useState } from 'react';

import { isStale } from '../api/problem';
import { changes, merge, type Merge } from './merge';

interface Edited<Entity, Values> {
  // What the form begins with. Later answers of the appliance do not disturb who is typing.
  entity: Entity;
  valuesOf: (entity: Entity) => Values;
  save: (body: Partial<Values>, version: number) => Promise<unknown>;
  // Fetches it anew, when somebody else was quicker.
  load: () => Promise<Entity>;
  // What was typed, as it is sent.
  tidy?: (values: Values) => Values;
}

// A form for something that others may change at the same time: a change of theirs is neither overwritten unseen, nor
// does it cost what was typed here.
export function useEdit<Entity extends { version: number }, Values extends object>({
  entity,
  valuesOf,
  save,
  load,
  tidy = (values) => values,
}: Edited<Entity, Values>) {
  const [base, setBase] = useState(entity);
  const [values, setValues] = useState(() => valuesOf(entity));
  const [stale, setStale] = useState<Merge<Values> | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  // True when it was saved.
  const submit = async (): Promise<boolean> => {
    setBusy(true);
    setError(null);
    setStale(null);
    const mine = tidy(values);
    try {
      await save(changes(valuesOf(base), mine), base.version);
      return true;
    } catch (refusal) {
      if (!isStale(refusal)) {
        setError(refusal);
        return false;
      }
      try {
        const fresh = await load();
        const merged = merge(valuesOf(base), mine, valuesOf(fresh));
        setBase(fresh);
        setValues(merged.values);
        setStale(merged);
      } catch (trouble) {
        setError(trouble);
      }
      return false;
    } finally {
      setBusy(false);
    }
  };

  const set = (changed: Partial<Values>) => setValues((now) => ({ ...now, ...changed }));
  return { values, set, submit, stale, error, busy, fresh: valuesOf(base) };
}
