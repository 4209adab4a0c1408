import { TextInput } from '@mantine/core';
import { useState } from 'react';

import type { NewRelay } from '../../api/client';
import { useCreateRelay } from '../../api/mutations';
import { useProgram } from '../../api/queries';
import { Dialog } from '../../ui/Dialog';
import { Form } from '../../ui/Form';
import { useField } from '../../ui/useField';
import { RelayCommand } from './RelayCommand';
import { words } from './words';

// Asks for the new relay, then shows how it is started.
export function AddRelay({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [made, setMade] = useState<NewRelay | null>(null);
  useProgram(); // to be there when the command is shown
  const close = () => {
    onClose();
    setMade(null);
  };
  return (
    <Dialog opened={opened} title={made ? words.ready(made.relay.name) : words.addTitle} onClose={close} wide={made !== null}>
      {made ? <RelayCommand made={made} onDone={close} /> : <RelayForm onMade={setMade} onCancel={close} />}
    </Dialog>
  );
}

function RelayForm({ onMade, onCancel }: { onMade: (made: NewRelay) => void; onCancel: () => void }) {
  const create = useCreateRelay();
  const name = useField('name', create.error);
  const address = useField('address', create.error);

  const submit = () => {
    create.mutate({ name: name.value.trim(), address: address.value.trim() }, { onSuccess: onMade });
  };
  return (
    <Form error={create.error} label={words.submit} busy={create.isPending} onSubmit={submit} onCancel={onCancel}>
      <TextInput
        label={words.name}
        description={words.nameHelp}
        data-autofocus
        required
        maxLength={64}
        autoComplete="off"
        {...name}
      />
      <TextInput
        label={words.address}
        description={words.addressHelp}
        placeholder={words.addressExample}
        required
        maxLength={128}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        {...address}
      />
    </Form>
  );
}
