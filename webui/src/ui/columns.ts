// Which columns of a table somebody wants to see. Pure.

interface Named {
  id?: string | undefined;
  extra?: boolean | undefined;
}

// Those that can be hidden: a column that has an id, but never the first, which says what the row is about.
export function hideable<Column extends Named>(columns: readonly Column[]): (Column & { id: string })[] {
  return columns.slice(1).filter((column): column is Column & { id: string } => column.id !== undefined);
}

// What nobody chose to see.
export const hiddenAtFirst = (columns: readonly Named[]): string[] => hideable(columns).flatMap(({ id, extra }) => (extra ? [id] : []));

// What was kept, as far as it makes sense for this table.
export function readHidden(kept: unknown, columns: readonly Named[]): string[] {
  if (!Array.isArray(kept)) return hiddenAtFirst(columns);
  return hideable(columns).flatMap(({ id }) => (kept.includes(id) ? [id] : []));
}

export function shownOf<Column extends Named>(columns: readonly Column[], hidden: readonly string[]): Column[] {
  const mayHide = hideable(columns).map(({ id }) => id);
  return columns.filter(({ id }) => id === undefined || !mayHide.includes(id) || !hidden.includes(id));
}
