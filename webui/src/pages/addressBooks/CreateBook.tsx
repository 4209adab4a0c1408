import { useState } from 'react';
import { useNavigate } from 'react-router-dom';

import { useCreateBook } from '../../api/addressBooks';
import { Dialog } from '../../ui/Dialog';
import { Form } from '../../ui/Form';
import { fieldErrors } from '../../ui/FormError';
import { useTell } from '../../ui/Toasts';
import { BookFields, noBook, tidied } from './BookFields';
import { words } from './words';

export function CreateBook({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Dialog opened={opened} title={words.shared.create} onClose={onClose}>
      <CreateForm onClose={onClose} />
    </Dialog>
  );
}

function CreateForm({ onClose }: { onClose: () => void }) {
  const create = useCreateBook();
  const tell = useTell();
  const navigate = useNavigate();
  const [values, setValues] = useState(noBook);
  const submit = () => {
    create.mutate(tidied(values), {
      onSuccess: (book) => {
        tell.done(words.shared.created(book.name));
        navigate(`/address-books/${book.id}`);
      },
    });
  };
  return (
    <Form error={create.error} label={words.shared.createSubmit} busy={create.isPending} onSubmit={submit} onCancel={onClose}>
      <BookFields
        values={values}
        errors={fieldErrors(create.error)}
        set={(changed) => setValues((now) => ({ ...now, ...changed }))}
      />
    </Form>
  );
}
