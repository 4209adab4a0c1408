import { Button, Group } from '@mantine/core';
import { Link, useParams } from 'react-router-dom';

import { type AddressBook, useAddressBook } from '../../api/addressBooks';
import { groupDigits } from '../../ui/address';
import type { Column } from '../../ui/DataTable';
import { LineResults } from '../../ui/LineResults';
import { Loaded } from '../../ui/Loaded';
import { Page } from '../../ui/Page';
import classes from './addressBooks.module.css';
import { ImportForm } from './ImportForm';
import { type Result, useImport } from './useImport';
import { words } from './words';

const columns: Column<Result>[] = [
  {
    title: words.import.columns.nickname,
    kind: 'lead',
    cell: ({ nickname }) => <span className={classes.break}>{nickname}</span>,
  },
  { title: words.import.columns.line, kind: 'number', cell: ({ line }) => line },
  { title: words.import.columns.address, kind: 'number', cell: ({ address }) => groupDigits(address) },
];

// A table becomes entries: the table first, then what became of each line. Without an ID in the path, of the own book.
export default function ImportPage() {
  const { id } = useParams();
  return id === undefined ? <Import /> : <ImportShared id={id} />;
}

function ImportShared({ id }: { id: string }) {
  const query = useAddressBook(id);
  const back = { to: '/address-books', label: words.back };
  const missing = { title: words.shared.missing, text: words.shared.missingText };
  return (
    <Loaded query={query} title={words.import.title} back={back} missing={missing}>
      {(book) => <Import book={book} />}
    </Loaded>
  );
}

function Import({ book }: { book?: AddressBook }) {
  const path = book ? `/address-books/${book.id}` : '/address-books/personal';
  const progress = useImport(book?.id ?? null);
  return (
    <Page
      title={words.import.title}
      lead={words.import.lead(book?.name ?? words.import.personal)}
      back={{ to: path, label: words.import.back }}
    >
      {progress.progress ? (
        <LineResults
          progress={progress.progress}
          columns={columns}
          outcomes={words.import.outcomes}
          rowKey={({ line }) => String(line)}
          again={words.import.again}
          stopped={words.import.stopped}
          onStop={progress.stop}
          onGoOn={progress.goOn}
          onAgain={progress.clear}
        >
          <Group>
            <Button component={Link} to={path}>
              {words.import.toBook}
            </Button>
          </Group>
        </LineResults>
      ) : (
        <ImportForm back={path} onProceed={progress.start} />
      )}
    </Page>
  );
}
