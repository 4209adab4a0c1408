import { ActionIcon, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCalendar } from '@tabler/icons-react';
import type { UseMutationResult } from '@tanstack/react-query';
import { useState } from 'react';

import type { Given } from '../api/peopleMutations';
import { Dialog } from '../ui/Dialog';
import { Form } from '../ui/Form';
import { fieldErrors } from '../ui/FormError';
import { useTell } from '../ui/Toasts';
import { endOfDay, lastDay } from './days';
import { UntilInput } from './Until';
import { words } from './words';

interface ChangeEndProps {
  item: { id: string; name: string; expires_at: string | null };
  give: UseMutationResult<unknown, Error, Given>;
}

// For what was given already: until when.
export function ChangeEnd({ item, give }: ChangeEndProps) {
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Tooltip label={words.change} openDelay={400}>
        <ActionIcon variant="default" size="md" aria-label={words.changeOf(item.name)} onClick={dialog.open}>
          <IconCalendar size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Dialog opened={opened} title={words.changeOf(item.name)} onClose={dialog.close}>
        <EndForm item={item} give={give} onClose={dialog.close} />
      </Dialog>
    </>
  );
}

function EndForm({ item, give, onClose }: ChangeEndProps & { onClose: () => void }) {
  const [day, setDay] = useState(item.expires_at === null ? '' : lastDay(item.expires_at));
  const tell = useTell();
  const submit = () => {
    const undo = () => give.mutateAsync({ id: item.id, until: item.expires_at });
    const onSuccess = () => {
      tell.done(words.endChanged(item.name), undo);
      onClose();
    };
    give.mutate({ id: item.id, until: endOfDay(day) }, { onSuccess });
  };
  return (
    <Form error={give.error} label={words.save} busy={give.isPending} onSubmit={submit} onCancel={onClose}>
      <UntilInput value={day} onChange={setDay} error={fieldErrors(give.error).expires_at} autoFocus />
    </Form>
  );
}
