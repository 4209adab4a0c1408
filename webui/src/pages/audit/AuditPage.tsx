import { Button } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';

import type { AuditEntry } from '../../api/client';
import { useAudit, usePermissionSets, useRoles } from '../../api/peopleQueries';
import { useAccess } from '../../app/CurrentUser';
import { Card } from '../../ui/Card';
import { When } from '../../ui/Clock';
import { type Column, DataTable } from '../../ui/DataTable';
import { ExportMenu } from '../../ui/ExportMenu';
import { FilterIsOn } from '../../ui/FilterIsOn';
import { Listing } from '../../ui/Listing';
import { Page } from '../../ui/Page';
import { listOf } from '../../ui/pages';
import { EmptyState } from '../../ui/States';
import { useChoice } from '../../ui/useChoice';
import { useColumns } from '../../ui/useColumns';
import classes from './audit.module.css';
import { changesOf, type NameOf } from './changes';
import { type Choice, exportPath, filterOf, isFiltered, readChoice, writeChoice } from './filter';
import { Filters } from './Filters';
import { Actor, Deed } from './Names';
import { SignedBy } from './SignedBy';
import { words } from './words';

const inAddress = { read: readChoice, write: writeChoice };

export default function AuditPage() {
  const { choice, change, typed, setTyped, isOld } = useChoice(inAddress);
  const query = useAudit(filterOf(choice));
  const { rows, more } = listOf(query);
  const nameOf = useNames();
  const clear = () => {
    setTyped('');
    change(readChoice(new URLSearchParams()));
  };
  const columns: Column<AuditEntry>[] = [
    { title: words.columns.what, kind: 'lead', cell: (entry) => <Deed entry={entry} /> },
    { id: 'changes', title: words.columns.changes, cell: (entry) => <Changes entry={entry} nameOf={nameOf} /> },
    { id: 'who', title: words.columns.who, cell: (entry) => <Actor entry={entry} /> },
    { id: 'when', title: words.columns.when, kind: 'number', cell: (entry) => <When iso={entry.at} /> },
  ];
  const table = useColumns('audit', columns);
  return (
    <Page title={words.title} lead={words.lead} actions={<ExportMenu files={filesOf(choice)} />}>
      <Card flush>
        <Filters choice={choice} typed={typed} onType={setTyped} onChange={change} menu={table.menu} />
        {isOld && isFiltered(choice) && <FilterIsOn onReset={clear} />}
        <Listing query={query} rows={rows} empty={<Nothing filtered={isFiltered(choice)} onClear={clear} />}>
          <DataTable label={words.tableLabel} columns={table.columns} rows={rows} rowKey={({ number }) => String(number)} more={more} />
        </Listing>
      </Card>
      <SignedBy />
    </Page>
  );
}

const filesOf = (choice: Choice) => [
  isFiltered(choice)
    ? { label: words.exportLines, path: exportPath(choice, 'jsonl') }
    : { label: words.exportSigned, text: words.exportSignedText, path: exportPath(choice, 'jsonl') },
  { label: words.exportCsv, path: exportPath(choice, 'csv') },
];

function Changes({ entry, nameOf }: { entry: AuditEntry; nameOf: NameOf }) {
  const changes = changesOf(entry, nameOf);
  if (changes.length === 0) return null;
  return (
    <ul className={classes.changes}>
      {changes.map(({ label, before, after }) => (
        <li key={label}>
          <span className={classes.field}>{label}:</span> {before !== undefined && <del>{before}</del>}
          {before !== undefined && after !== undefined && ' → '}
          {after !== undefined && <ins className={classes.after}>{after}</ins>}
        </li>
      ))}
    </ul>
  );
}

// What entries call by number.
function useNames(): NameOf {
  const roles = useRoles().data?.items;
  const maySeeSets = useAccess('permission_sets') !== 'none';
  const sets = usePermissionSets(maySeeSets).data?.items;
  return (kind, id) => (kind === 'roles' ? roles : sets)?.find((one) => one.id === id)?.name;
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  return (
    <EmptyState
      icon={<IconHistory size={24} />}
      title={filtered ? words.noMatch : words.none}
      action={
        filtered && (
          <Button variant="light" onClick={onClear}>
            {words.clear}
          </Button>
        )
      }
    >
      {filtered ? words.noMatchText : words.noneText}
    </EmptyState>
  );
}
