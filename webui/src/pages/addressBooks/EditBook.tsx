import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil } from '@tabler/icons-react';

import { type AddressBook, fetchAddressBook, useChangeBook } from '../../api/addressBooks';
import { useGroups } from '../../api/peopleQueries';
import { useAccess } from '../../app/CurrentUser';
import { words as rightsWords } from '../../rights/words';
import { Dialog } from '../../ui/Dialog';
import { EditForm } from '../../ui/EditForm';
import { fieldErrors } from '../../ui/FormError';
import { useEdit } from '../../ui/useEdit';
import { BookFields, tidied } from './BookFields';
import { words } from './words';

const valuesOf = ({ name, description, visible_to, groups }: AddressBook) => ({ name, description, visible_to, groups });
const labels = {
  name: rightsWords.name,
  description: rightsWords.description,
  visible_to: words.shared.visibleTo,
  groups: words.shared.groups,
};

export function EditBook({ book }: { book: AddressBook }) {
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button variant="default" size="md" leftSection={<IconPencil size={18} aria-hidden />} onClick={dialog.open}>
        {words.edit}
      </Button>
      <Dialog opened={opened} title={words.shared.editTitle(book.name)} onClose={dialog.close}>
        <BookForm book={book} onClose={dialog.close} />
      </Dialog>
    </>
  );
}

function BookForm({ book, onClose }: { book: AddressBook; onClose: () => void }) {
  const change = useChangeBook(book.id);
  const maySeeGroups = useAccess('groups') !== 'none';
  const groups = useGroups(maySeeGroups).data?.items ?? [];
  const edit = useEdit({
    entity: book,
    valuesOf,
    save: (body, version) => change.mutateAsync({ body, version }),
    load: () => fetchAddressBook(book.id),
    tidy: tidied,
  });
  const shown = {
    visible_to: (to: AddressBook['visible_to']) => (to === 'everyone' ? words.shared.everyone : words.shared.someGroups),
    groups: (ids: string[]) => groups.filter(({ id }) => ids.includes(id)).map(({ name }) => name).join(', ') || '–',
  };
  return (
    <EditForm edit={edit} labels={labels} shown={shown} save={words.save} saved={words.saved} onClose={onClose}>
      <BookFields values={edit.values} errors={fieldErrors(edit.error)} set={edit.set} />
    </EditForm>
  );
}
