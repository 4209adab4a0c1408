import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAddressBook, IconPlus } from '@tabler/icons-react';
import { Navigate } from 'react-router-dom';

import { type AddressBook, useAddressBooks } from '../../api/addressBooks';
import { useGroups } from '../../api/peopleQueries';
import { RequireAccess } from '../../app/RequireAccess';
import { useAccess } from '../../app/CurrentUser';
import { Card } from '../../ui/Card';
import { type Column, DataTable } from '../../ui/DataTable';
import { Listing } from '../../ui/Listing';
import { Page } from '../../ui/Page';
import { EmptyState } from '../../ui/States';
import { TextLink } from '../../ui/TextLink';
import { useColumns } from '../../ui/useColumns';
import { BookTabs } from './BookTabs';
import { CreateBook } from './CreateBook';
import { words } from './words';

const columns: Column<AddressBook>[] = [
  {
    title: words.shared.columns.name,
    kind: 'lead',
    cell: ({ id, name }) => <TextLink to={`/address-books/${id}`}>{name}</TextLink>,
  },
  { id: 'description', title: words.shared.columns.description, minor: true, cell: ({ description }) => description },
  { id: 'visible', title: words.shared.columns.visible, cell: (book) => <VisibleTo book={book} /> },
  { id: 'entries', title: words.shared.columns.entries, kind: 'number', cell: ({ entries }) => entries },
];

// Who sees no shared ones has the own one.
export default function SharedBooksPage() {
  const maySeeShared = useAccess('address_books') !== 'none';
  const maySeeOwn = useAccess('personal_profile') !== 'none';
  if (maySeeShared) return <SharedBooks />;
  return maySeeOwn ? <Navigate to="/address-books/personal" replace /> : <RequireAccess section="address_books" />;
}

function SharedBooks() {
  const mayEdit = useAccess('address_books') === 'edit';
  const [creating, dialog] = useDisclosure(false);
  const table = useColumns('address-books', columns);
  const query = useAddressBooks();
  const rows = query.data?.items;
  const create = mayEdit && (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={dialog.open}>
      {words.shared.create}
    </Button>
  );
  const actions = (
    <>
      {rows && rows.length > 0 && table.menu}
      {create}
    </>
  );
  const empty = (
    <EmptyState icon={<IconAddressBook size={24} />} title={words.shared.none}>
      {mayEdit ? words.shared.noneText : words.shared.noneToSee}
    </EmptyState>
  );
  return (
    <Page title={words.title} lead={words.shared.lead} actions={actions}>
      <BookTabs />
      <Card flush>
        <Listing query={query} rows={rows} empty={empty}>
          <DataTable label={words.shared.tableLabel} columns={table.columns} rows={rows} rowKey={({ id }) => id} />
        </Listing>
      </Card>
      {mayEdit && <CreateBook opened={creating} onClose={dialog.close} />}
    </Page>
  );
}

function VisibleTo({ book }: { book: AddressBook }) {
  const maySee = useAccess('groups') !== 'none';
  const groups = useGroups(maySee && book.visible_to === 'groups').data?.items;
  if (book.visible_to === 'everyone') return words.shared.everyone;
  if (!groups || book.groups.length === 0) return words.shared.groupsUnknown(book.groups.length);
  return groups.filter(({ id }) => book.groups.includes(id)).map(({ name }) => name).join(', ');
}
