import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';

import {
  type AddressEntry,
  type BookId,
  fetchAddressEntry,
  useAddressTags,
  useChangeEntry,
  useCreateEntry,
} from '../../api/addressBooks';
import { groupDigits, normalizeAddress } from '../../ui/address';
import { Dialog } from '../../ui/Dialog';
import { EditForm } from '../../ui/EditForm';
import { Form } from '../../ui/Form';
import { fieldErrors } from '../../ui/FormError';
import { TagsField } from '../../ui/TagsInput';
import { useTell } from '../../ui/Toasts';
import { useEdit } from '../../ui/useEdit';
import { words } from './words';

type Values = Pick<AddressEntry, 'nickname' | 'address' | 'comment' | 'tags'>;

const valuesOf = ({ nickname, address, comment, tags }: AddressEntry): Values => ({ nickname, address: groupDigits(address), comment, tags });
const labels = {
  nickname: words.entries.nickname,
  address: words.entries.address,
  comment: words.entries.comment,
  tags: words.entries.tags,
};
const shown = { tags: (tags: string[]) => tags.join(', ') || '–' };

const tidied = ({ nickname, address, comment, tags }: Values): Values => ({
  nickname: nickname.trim(),
  address: normalizeAddress(address),
  comment: comment.replace(/\s+/g, ' ').trim(),
  tags,
});

interface EntryDialogProps {
  book: BookId;
  entry?: AddressEntry; // none: a new one
  opened: boolean;
  onClose: () => void;
}

export function EntryDialog({ book, entry, opened, onClose }: EntryDialogProps) {
  const title = entry ? words.entries.editTitle(entry.nickname) : words.entries.createTitle;
  return (
    <Dialog opened={opened} title={title} onClose={onClose}>
      {entry ? <EditEntry book={book} entry={entry} onClose={onClose} /> : <CreateForm book={book} onClose={onClose} />}
    </Dialog>
  );
}

function CreateForm({ book, onClose }: { book: BookId; onClose: () => void }) {
  const create = useCreateEntry(book);
  const tell = useTell();
  const [values, setValues] = useState<Values>({ nickname: '', address: '', comment: '', tags: [] });
  const submit = () => {
    create.mutate(tidied(values), {
      onSuccess: ({ nickname }) => {
        tell.done(words.entries.created(nickname));
        onClose();
      },
    });
  };
  return (
    <Form error={create.error} label={words.entries.create} busy={create.isPending} onSubmit={submit} onCancel={onClose}>
      <Fields
        book={book}
        values={values}
        errors={fieldErrors(create.error)}
        set={(changed) => setValues((now) => ({ ...now, ...changed }))}
      />
    </Form>
  );
}

function EditEntry({ book, entry, onClose }: { book: BookId; entry: AddressEntry; onClose: () => void }) {
  const change = useChangeEntry(book, entry.id);
  const edit = useEdit({
    entity: entry,
    valuesOf,
    save: (body, version) => change.mutateAsync({ body, version }),
    load: () => fetchAddressEntry(book, entry.id),
    tidy: (values) => ({ ...tidied(values), address: groupDigits(normalizeAddress(values.address)) }),
  });
  return (
    <EditForm edit={edit} labels={labels} shown={shown} save={words.save} saved={words.saved} onClose={onClose}>
      <Fields book={book} values={edit.values} errors={fieldErrors(edit.error)} set={edit.set} />
    </EditForm>
  );
}

interface FieldsProps {
  book: BookId;
  values: Values;
  errors: Readonly<Record<string, string>>;
  set: (changed: Partial<Values>) => void;
}

function Fields({ book, values, errors, set }: FieldsProps) {
  const known = useAddressTags(book).data?.items ?? [];
  return (
    <>
      <TextInput
        label={words.entries.nickname}
        data-autofocus
        required
        maxLength={100}
        autoComplete="off"
        value={values.nickname}
        error={errors.nickname}
        onChange={(event) => set({ nickname: event.currentTarget.value })}
      />
      <TextInput
        label={words.entries.address}
        description={words.entries.addressHelp}
        required
        maxLength={128}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={values.address}
        error={errors.address}
        onChange={(event) => set({ address: event.currentTarget.value })}
      />
      <Textarea
        label={words.entries.comment}
        rows={2}
        maxLength={500}
        value={values.comment}
        error={errors.comment}
        onChange={(event) => set({ comment: event.currentTarget.value })}
      />
      <TagsField
        label={words.entries.tags}
        description={words.entries.tagsHelp}
        known={known.map(({ tag }) => tag)}
        value={values.tags}
        error={errors.tags}
        onChange={(tags) => set({ tags })}
      />
    </>
  );
}
