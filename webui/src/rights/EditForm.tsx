import { Stack } from '@mantine/core';
import type { ComponentProps, FormEvent, ReactNode } from 'react';

import { FormButtons } from '../ui/FormButtons';
import { FormError } from '../ui/FormError';
import { useTell } from '../ui/Toasts';
import { StaleNotice } from './StaleNotice';
import type { Edit } from './useEdit';

interface EditFormProps<Values extends object> extends Pick<ComponentProps<typeof StaleNotice<Values>>, 'labels' | 'shown'> {
  edit: Edit<Values>;
  save: string; // the button
  saved: string; // said afterwards, with the way back
  onClose: () => void;
  children: ReactNode; // the fields
}

// What a dialog holds in which something is edited that others may change at the same time (useEdit).
export function EditForm<Values extends object>({ edit, labels, shown, save, saved, onClose, children }: EditFormProps<Values>) {
  const tell = useTell();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const done = await edit.submit();
    if (!done) return;
    tell.done(saved, done.undo);
    onClose();
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <FormError error={edit.error} />
        <StaleNotice stale={edit.stale} fresh={edit.fresh} labels={labels} {...(shown && { shown })} />
        {children}
        <FormButtons label={save} busy={edit.busy} onCancel={onClose} />
      </Stack>
    </form>
  );
}
