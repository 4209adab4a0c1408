import { Button, Checkbox, Skeleton, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';

import classes from './DataTable.module.css';
import { words } from './words';

export interface Column<Row> {
  title: string;
  // What a choice to hide it is remembered by (useColumns). None: it is always shown.
  id?: string;
  cell: (row: Row) => ReactNode;
  // lead: the name of the row, without a label on phones; action: buttons; number: figures in line.
  kind?: 'lead' | 'action' | 'number';
  // Hidden until somebody chooses it; it has an id.
  extra?: boolean;
  // Left out on phones, where the page of the row tells it.
  minor?: boolean;
}

// Rows that are chosen for something that is done with all of them.
export interface Selection<Row> {
  chosen: ReadonlySet<string>; // by their keys
  onChange: (chosen: ReadonlySet<string>) => void;
  // What the box of a row is called; without one it can't be chosen.
  label: (row: Row) => string | undefined;
  all: string;
}

interface DataTableProps<Row> {
  label: string;
  columns: Column<Row>[];
  rows: Row[] | undefined; // undefined: still loading
  rowKey: (row: Row) => string;
  selection?: Selection<Row> | undefined;
  more?: { has: boolean; loading: boolean; load: () => void };
}

// A table on wide screens, a card a row on phones. The roles are written out because display: block drops them.
export function DataTable<Row>({ label, columns, rows, rowKey, selection, more }: DataTableProps<Row>) {
  return (
    <>
      <table className={classes.table} role="table" aria-label={label} aria-busy={rows === undefined}>
        <thead role="rowgroup">
          <tr role="row">
            {selection && (
              <th role="columnheader" className={classes.choose}>
                <ChooseAll selection={selection} rows={rows ?? []} rowKey={rowKey} />
              </th>
            )}
            {columns.map((column) => (
              <th key={column.title} role="columnheader" className={classOf(column)}>
                {column.kind === 'action' ? <VisuallyHidden>{column.title}</VisuallyHidden> : column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows?.map((row) => (
            <tr key={rowKey(row)} role="row">
              {selection && (
                <td role="cell" className={classes.choose}>
                  <Choose selection={selection} row={row} id={rowKey(row)} />
                </td>
              )}
              {columns.map((column) => (
                <td
                  key={column.title}
                  role="cell"
                  className={classOf(column)}
                  data-label={column.kind === 'lead' || column.kind === 'action' ? undefined : column.title}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          )) ?? <Loading columns={columns.length + (selection ? 1 : 0)} />}
        </tbody>
      </table>
      {more?.has && (
        <div className={classes.more}>
          <Button variant="default" loading={more.loading} onClick={more.load}>
            {words.showMore}
          </Button>
        </div>
      )}
    </>
  );
}

function Choose<Row>({ selection, row, id }: { selection: Selection<Row>; row: Row; id: string }) {
  const label = selection.label(row);
  if (label === undefined) return null;
  const change = (chosen: boolean) => {
    const next = new Set(selection.chosen);
    if (chosen) next.add(id);
    else next.delete(id);
    selection.onChange(next);
  };
  return (
    <Checkbox radius="sm" aria-label={label} checked={selection.chosen.has(id)} onChange={(event) => change(event.currentTarget.checked)} />
  );
}

// All rows that are shown.
function ChooseAll<Row>({ selection, rows, rowKey }: { selection: Selection<Row>; rows: Row[]; rowKey: (row: Row) => string }) {
  const ids = rows.filter((row) => selection.label(row) !== undefined).map(rowKey);
  const chosen = ids.filter((id) => selection.chosen.has(id)).length;
  const all = ids.length > 0 && chosen === ids.length;
  return (
    <Checkbox
      radius="sm"
      aria-label={selection.all}
      disabled={ids.length === 0}
      checked={all}
      indeterminate={chosen > 0 && !all}
      onChange={() => selection.onChange(new Set(all ? [] : ids))}
    />
  );
}

function classOf<Row>({ kind, minor }: Column<Row>): string {
  const names = [
    kind === 'action' && classes.action,
    kind === 'number' && classes.numeric,
    minor && classes.minor,
  ];
  return names.filter(Boolean).join(' ');
}

function Loading({ columns }: { columns: number }) {
  return Array.from({ length: 3 }, (_, row) => (
    <tr key={row} role="row">
      {Array.from({ length: columns }, (_, column) => (
        <td key={column} role="cell">
          <Skeleton height="1.25rem" width={column === 0 ? '70%' : '50%'} />
        </td>
      ))}
    </tr>
  ));
}
