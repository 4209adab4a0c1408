import { Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';

import { Dialog } from './Dialog';
import { Form } from './Form';
import { useLinkByMail } from './LinkByMail';
import type { MadeLink } from './LinkToHandOver';
import { useTell } from './Toasts';

interface LinkDialogProps<Made extends MadeLink> {
  opened: boolean;
  title: string;
  // Of the same dialog when it shows the link.
  linkTitle: (made: Made) => string;
  // Said when the link is sent.
  mailed: (made: Made) => string;
  onClose: () => void;
  form: (onMade: (made: Made) => void, onCancel: () => void) => ReactNode;
  link: (made: Made, onDone: () => void) => ReactNode;
}

// Asks for what a link is made for, then shows the link to hand over, unless it is sent.
export function LinkDialog<Made extends MadeLink>({ opened, title, linkTitle, mailed, onClose, form, link }: LinkDialogProps<Made>) {
  const [made, setMade] = useState<Made | null>(null);
  const tell = useTell();
  const close = () => {
    onClose();
    setMade(null);
  };
  const isMade = (next: Made) => {
    if (next.link !== null) return setMade(next);
    tell.done(mailed(next));
    close();
  };
  return (
    <Dialog opened={opened} title={made ? linkTitle(made) : title} onClose={close}>
      {made ? link(made, close) : form(isMade, close)}
    </Dialog>
  );
}

interface NewLinkFormProps {
  text: string;
  action: string;
  busy: boolean;
  error: unknown;
  onSubmit: (mail: boolean) => void;
  onCancel: () => void;
}

// The form of such a dialog where there was a link before: nothing to ask but how it gets there.
export function NewLinkForm({ text, action, busy, error, onSubmit, onCancel }: NewLinkFormProps) {
  const { mail, choice } = useLinkByMail();
  const submit = () => {
    onSubmit(mail);
  };
  return (
    <Form error={error} label={action} busy={busy} onSubmit={submit} onCancel={onCancel}>
      <Text>{text}</Text>
      {choice}
    </Form>
  );
}
