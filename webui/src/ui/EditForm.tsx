import type { ComponentProps, ReactNode } from 'react';

import { Form } from './Form';
import { StaleNotice } from './StaleNotice';
import { useTell } from './Toasts';
import type { Edit } from './useEdit';

interface EditFormProps<Values extends object>
  extends Pick<ComponentProps<typeof StaleNotice<Values>>, 'labels' | 'shown'>,
    Pick<ComponentProps<typeof Form>, 'back' | 'maw'> {
  edit: Edit<Values>;
  save: string; // the button
  saved: string; // said afterwards, with the way back
  onClose?: () => void; // none: it stays on its page
  children: ReactNode; // the fields
}

// Something is edited that others may change at the same time (useEdit).
export function EditForm<Values extends object>({ edit, labels, shown, save, saved, onClose, children, ...form }: EditFormProps<Values>) {
  const tell = useTell();
  const submit = async () => {
    const done = await edit.submit();
    if (!done) return;
    tell.done(saved, done.undo);
    onClose?.();
  };
  return (
    <Form error={edit.error} label={save} busy={edit.busy} onSubmit={submit} onCancel={onClose} {...form}>
      <StaleNotice stale={edit.stale} fresh={edit.fresh} labels={labels} {...(shown && { shown })} />
      {children}
    </Form>
  );
}
