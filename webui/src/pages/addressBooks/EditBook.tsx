import { Button, Group, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil } from '@tabler/icons-react';
import type { FormEvent } from 'react';

import { type AddressBook, fetchAddressBook, useChangeBook } from '../../api/addressBooks';
import { useGroups } from '../../api/peopleQueries';
import { useAccess } from '../../app/CurrentUser';
import { StaleNotice } from '../../rights/StaleNotice';
import { useEdit } from '../../rights/useEdit';
import { words as rightsWords } from '../../rights/words';
import { Dialog } from '../../ui/Dialog';
import { fieldErrors, FormError } from '../../ui/FormError';
import { useTell } from '../../ui/Toasts';
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
        <EditForm book={book} onClose={dialog.close} />
      </Dialog>
    </>
  );
}

function EditForm({ book, onClose }: { book: AddressBook; onClose: () => void }) {
  const change = useChangeBook(book.id);
  const tell = useTell();
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
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await edit.submit())) return;
    tell.done(words.saved);
    onClose();
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <FormError error={edit.error} />
        <StaleNotice stale={edit.stale} fresh={edit.fresh} labels={labels} shown={shown} />
        <BookFields values={edit.values} errors={fieldErrors(edit.error)} set={edit.set} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={edit.busy}>
            {words.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
