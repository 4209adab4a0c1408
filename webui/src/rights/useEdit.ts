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

  // As it was in `from`; what others have changed meanwhile, where that concerns this form.
  const attempt = async (from: Entity, mine: Values): Promise<Merge<Values> | null> => {
    try {
      await save(changes(valuesOf(from), mine), from.version);
      return null;
    } catch (refusal) {
      if (!isStale(refusal)) throw refusal;
    }
    const fresh = await load();
    const merged = merge(valuesOf(from), mine, valuesOf(fresh));
    if (merged.theirs.length + merged.clashes.length === 0) return attempt(fresh, mine); // something else of it
    setBase(fresh);
    return merged;
  };

  // True when it was saved.
  const submit = async (): Promise<boolean> => {
    setBusy(true);
    setError(null);
    setStale(null);
    try {
      const merged = await attempt(base, tidy(values));
      if (merged) setValues(merged.values);
      setStale(merged);
      return merged === null;
    } catch (trouble) {
      setError(trouble);
      return false;
    } finally {
      setBusy(false);
    }
  };

  const set = (changed: Partial<Values>) => setValues((now) => ({ ...now, ...changed }));
  return { values, set, submit, stale, error, busy, fresh: valuesOf(base) };
}
