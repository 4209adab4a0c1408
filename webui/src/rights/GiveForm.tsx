import { NativeSelect } from '@mantine/core';
import { type ReactNode, useState } from 'react';

import { Form } from '../ui/Form';
import { fieldErrors } from '../ui/FormError';
import { endOfDay } from './days';
import { UntilInput } from './Until';

interface GiveFormProps {
  // What one chooses from, the first of which is chosen.
  label: string;
  items: { id: string; name: string }[];
  // Shown below what is chosen: what it gives, for example.
  about?: (id: string) => ReactNode;
  // Why what is chosen has no end; undefined: it may have one.
  endless?: (id: string) => string | undefined;
  submit: string;
  busy: boolean;
  error: unknown;
  onSubmit: (id: string, until: string | null) => void;
  onCancel: () => void;
}

// Gives something to somebody, until a day or for good.
export function GiveForm({ label, items, about, endless, submit, busy, error, onSubmit, onCancel }: GiveFormProps) {
  const [chosen, setChosen] = useState(items[0]?.id ?? '');
  const [day, setDay] = useState('');
  const noEnd = endless?.(chosen);

  const send = () => {
    onSubmit(chosen, noEnd ? null : endOfDay(day));
  };
  return (
    <Form error={error} label={submit} busy={busy} onSubmit={send} onCancel={onCancel}>
      <NativeSelect
        label={label}
        data-autofocus
        data={items.map(({ id, name }) => ({ value: id, label: name }))}
        value={chosen}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      {about?.(chosen)}
      {noEnd ?? <UntilInput value={day} onChange={setDay} error={fieldErrors(error).expires_at} />}
    </Form>
  );
}
