import { useState } from 'react';

import { isStale } from '../api/problem';
import { changes, merge, type Merge, reverse } from './merge';
import type { Undo } from './Toasts';

type Versioned = { etag: string } | { version: number };
type VersionOf<Entity> = Entity extends { etag: infer Tag } ? Tag : Entity extends { version: infer Version } ? Version : never;
const versionOf = <Entity extends Versioned>(entity: Entity) => ('etag' in entity ? entity.etag : entity.version) as VersionOf<Entity>;

interface Edited<Entity extends Versioned, Values> {
  // What the form begins with. Later answers of the appliance do not disturb who is typing.
  entity: Entity;
  valuesOf: (entity: Entity) => Values;
  save: (body: Partial<Values>, version: VersionOf<Entity>) => Promise<Entity>;
  // Fetches it anew, when somebody else was quicker.
  load: () => Promise<Entity>;
  // What was typed, as it is sent.
  tidy?: (values: Values) => Values;
}

// What was saved, and the way back.
export interface Saved<Entity> {
  entity: Entity;
  undo: Undo;
}

export interface Edit<Values> {
  values: Values;
  set: (changed: Partial<Values>) => void;
  submit: () => Promise<Saved<unknown> | null>; // null: it was not saved
  stale: Merge<Values> | null;
  error: unknown;
  busy: boolean;
  fresh: Values;
}

// A form for something that others may change at the same time: a change of theirs is neither overwritten unseen, nor
// does it cost what was typed here.
export function useEdit<Entity extends Versioned, Values extends object>({
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
  const attempt = async (from: Entity, mine: Values): Promise<Merge<Values> | Saved<Entity>> => {
    try {
      const saved = await save(changes(valuesOf(from), mine), versionOf(from));
      const before = reverse(valuesOf(from), mine);
      const undo = async () => {
        const restored = await save(before, versionOf(saved)); // not over what somebody else does after that
        setBase(restored); // for a form that stays
        setValues((now) => ({ ...now, ...before }));
      };
      return { entity: saved, undo };
    } catch (refusal) {
      if (!isStale(refusal)) throw refusal;
    }
    const fresh = await load();
    const merged = merge(valuesOf(from), mine, valuesOf(fresh));
    if (merged.theirs.length + merged.clashes.length === 0) return attempt(fresh, mine); // something else of it
    setBase(fresh);
    return merged;
  };

  // null: it was not saved.
  const submit = async (): Promise<Saved<Entity> | null> => {
    setBusy(true);
    setError(null);
    setStale(null);
    try {
      const outcome = await attempt(base, tidy(values));
      if ('undo' in outcome) {
        setBase(outcome.entity); // a form that stays goes on from there
        setValues(valuesOf(outcome.entity));
        return outcome;
      }
      setValues(outcome.values);
      setStale(outcome);
      return null;
    } catch (trouble) {
      setError(trouble);
      return null;
    } finally {
      setBusy(false);
    }
  };

  const set = (changed: Partial<Values>) => setValues((now) => ({ ...now, ...changed }));
  return { values, set, submit, stale, error, busy, fresh: valuesOf(base) };
}
