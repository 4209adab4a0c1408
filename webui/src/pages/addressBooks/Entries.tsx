import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAddressBook, IconFileUpload, IconPlus } from '@tabler/icons-react';
import { Link } from 'react-router-dom';

import { type AddressEntry, type BookId, exportPath, useAddressEntries } from '../../api/addressBooks';
import { groupDigits } from '../../ui/address';
import { Card } from '../../ui/Card';
import { type Column, DataTable } from '../../ui/DataTable';
import { ExportMenu } from '../../ui/ExportMenu';
import { FilterIsOn } from '../../ui/FilterIsOn';
import { Listing } from '../../ui/Listing';
import { listOf } from '../../ui/pages';
import { EmptyState } from '../../ui/States';
import { Tags } from '../../ui/Tags';
import { useChoice } from '../../ui/useChoice';
import { useColumns } from '../../ui/useColumns';
import classes from './addressBooks.module.css';
import { EntryActions } from './EntryActions';
import { EntryDialog } from './EntryDialog';
import { EntryMachine } from './EntryMachine';
import { filterOf, isFiltered, readChoice, writeChoice } from './filter';
import { Filters } from './Filters';
import { words } from './words';

interface EntriesProps {
  book: BookId;
  mayEdit: boolean;
  // Of the book's page.
  path: string;
}

const inAddress = { read: readChoice, write: writeChoice };

export function Entries({ book, mayEdit, path }: EntriesProps) {
  const { choice, change, typed, setTyped, isOld } = useChoice(inAddress);
  const [creating, dialog] = useDisclosure(false);
  const query = useAddressEntries(book, filterOf(choice));
  const { rows, more } = listOf(query);
  const filtered = isFiltered(choice);
  const clear = () => {
    setTyped('');
    change({ search: '', tags: [] });
  };
  const pick = (tag: string) => change({ tags: [...choice.tags.filter((one) => one !== tag), tag] });
  const columns: Column<AddressEntry>[] = [
    {
      title: words.entries.columns.nickname,
      kind: 'lead',
      cell: ({ nickname }) => <strong className={classes.break}>{nickname}</strong>,
    },
    { id: 'address', title: words.entries.columns.address, kind: 'number', cell: ({ address }) => groupDigits(address) },
    { id: 'machine', title: words.entries.columns.machine, cell: (entry) => <EntryMachine entry={entry} /> },
    { id: 'comment', title: words.entries.columns.comment, cell: ({ comment }) => comment },
    { id: 'tags', title: words.entries.columns.tags, cell: ({ tags }) => tags.length > 0 && <Tags tags={tags} onPick={pick} /> },
    {
      title: words.entries.columns.actions,
      kind: 'action',
      cell: (entry) => <EntryActions book={book} entry={entry} mayEdit={mayEdit} />,
    },
  ];
  const table = useColumns('entries', columns);
  const empty = filtered ? (
    <EmptyState
      icon={<IconAddressBook size={24} />}
      title={words.entries.noMatch}
      action={
        <Button variant="light" onClick={clear}>
          {words.entries.clear}
        </Button>
      }
    >
      {words.entries.noMatchText}
    </EmptyState>
  ) : (
    <EmptyState icon={<IconAddressBook size={24} />} title={words.entries.none}>
      {!mayEdit ? words.entries.noneToSee : book === null ? words.personal.noneText : words.entries.noneText}
    </EmptyState>
  );
  const hasAny = filtered || (rows?.length ?? 0) > 0;
  return (
    <Card
      title={words.entries.title}
      flush
      aside={
        <Group gap="sm">
          {mayEdit && (
            <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={dialog.open}>
              {words.entries.create}
            </Button>
          )}
          {mayEdit && (
            <Button variant="default" leftSection={<IconFileUpload size={18} aria-hidden />} component={Link} to={`${path}/import`}>
              {words.entries.import}
            </Button>
          )}
          {hasAny && <ExportMenu files={[{ label: words.entries.exportCsv, path: exportPath(book) }]} />}
        </Group>
      }
    >
      {hasAny && <Filters book={book} choice={choice} typed={typed} onType={setTyped} onChange={change} menu={table.menu} />}
      {isOld && filtered && <FilterIsOn onReset={clear} />}
      <Listing query={query} rows={rows} empty={empty}>
        <DataTable label={words.entries.tableLabel} columns={table.columns} rows={rows} rowKey={({ id }) => id} more={more} />
      </Listing>
      {mayEdit && <EntryDialog book={book} opened={creating} onClose={dialog.close} />}
    </Card>
  );
}
