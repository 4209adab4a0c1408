import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useNavigate, useParams } from 'react-router-dom';

import { type AddressBook, useAddressBook, useRemoveBook } from '../../api/addressBooks';
import { useAccess } from '../../app/CurrentUser';
import { AskedAction } from '../../ui/AskedAction';
import { Loaded } from '../../ui/Loaded';
import { Page } from '../../ui/Page';
import { EditBook } from './EditBook';
import { Entries } from './Entries';
import { words } from './words';

const back = { to: '/address-books', label: words.back };

export default function SharedBookPage() {
  const { id = '' } = useParams();
  const query = useAddressBook(id);
  const missing = { title: words.shared.missing, text: words.shared.missingText };
  return (
    <Loaded query={query} title={words.shared.one} back={back} missing={missing}>
      {(book) => <Details book={book} />}
    </Loaded>
  );
}

function Details({ book }: { book: AddressBook }) {
  const mayEdit = useAccess('address_books') === 'edit';
  const actions = mayEdit && (
    <>
      <EditBook book={book} />
      <DeleteBook book={book} />
    </>
  );
  return (
    <Page title={book.name} lead={book.description} visited back={back} actions={actions}>
      <Entries book={book.id} mayEdit={mayEdit} path={`/address-books/${book.id}`} />
    </Page>
  );
}

function DeleteBook({ book }: { book: AddressBook }) {
  const remove = useRemoveBook();
  const navigate = useNavigate();
  return (
    <AskedAction
      button={(ask) => (
        <Button variant="default" size="md" leftSection={<IconTrash size={18} aria-hidden />} onClick={ask}>
          {words.shared.delete}
        </Button>
      )}
      title={words.shared.deleteTitle(book.name)}
      action={words.shared.delete}
      mutation={remove}
      argument={{ id: book.id, version: book.version }}
      done={words.shared.deleted(book.name)}
      onDone={() => navigate('/address-books', { replace: true })}
    >
      {words.shared.deleteText(book.entries)}
    </AskedAction>
  );
}
