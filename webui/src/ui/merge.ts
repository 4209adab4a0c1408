// What becomes of a form when somebody else has saved first. Pure.

export interface Merge<Values> {
  values: Values; // to go on with: mine where I changed something, theirs elsewhere
  theirs: (keyof Values)[]; // changed by them only
  clashes: (keyof Values)[]; // changed by both, differently
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

// `base`: what the form began with; `mine`: what it holds; `fresh`: what is stored now.
export function merge<Values extends object>(base: Values, mine: Values, fresh: Values): Merge<Values> {
  const result: Merge<Values> = { values: { ...mine }, theirs: [], clashes: [] };
  for (const field of Object.keys(base) as (keyof Values)[]) {
    if (same(base[field], fresh[field]) || same(mine[field], fresh[field])) continue;
    if (same(base[field], mine[field])) {
      result.values[field] = fresh[field];
      result.theirs.push(field);
    } else {
      result.clashes.push(field);
    }
  }
  return result;
}

// Only what differs, to be sent: what is not sent stays as it is.
export function changes<Values extends object>(base: Values, mine: Values): Partial<Values> {
  return Object.fromEntries(
    Object.entries(mine).filter(([field, value]) => !same(base[field as keyof Values], value)),
  ) as Partial<Values>;
}

// What takes these changes back: the former values of what they change.
export function reverse<Values extends object>(base: Values, mine: Values): Partial<Values> {
  return changes(mine, Object.fromEntries(Object.keys(changes(base, mine)).map((field) => [field, base[field as keyof Values]])) as Values);
}
