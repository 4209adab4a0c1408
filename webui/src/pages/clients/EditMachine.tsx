import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';

import type { Machine } from '../../api/client';
import { useChangeClient } from '../../api/mutations';
import { useAccess } from '../../app/CurrentUser';
import { groupDigits } from '../../ui/address';
import { fieldErrors, FormError } from '../../ui/FormError';
import { useTell } from '../../ui/Toasts';
import { words } from './words';

// Nothing without the right.
export function EditMachine({ machine }: { machine: Machine }) {
  const mayEdit = useAccess('clients') === 'edit';
  const [opened, dialog] = useDisclosure(false);
  if (!mayEdit) return null;
  return (
    <>
      <Button variant="default" size="md" leftSection={<IconPencil size={18} aria-hidden />} onClick={dialog.open}>
        {words.edit}
      </Button>
      <Modal
        opened={opened}
        onClose={dialog.close}
        title={
          <Text span fz="lg" fw={650}>
            {words.editTitle(machine.name || groupDigits(machine.id))}
          </Text>
        }
        centered
        closeButtonProps={{ 'aria-label': words.cancel }}
      >
        <EditForm machine={machine} onClose={dialog.close} />
      </Modal>
    </>
  );
}

function EditForm({ machine, onClose }: { machine: Machine; onClose: () => void }) {
  const change = useChangeClient(machine.id);
  const tell = useTell();
  const [alias, setAlias] = useState(machine.alias ?? '');
  const [comment, setComment] = useState(machine.comment);
  const errors = fieldErrors(change.error);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(
      { alias: alias.trim() || null, comment: comment.replace(/\s+/g, ' ').trim() },
      {
        onSuccess: () => {
          tell.done(words.changed);
          onClose();
        },
      },
    );
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <FormError error={change.error} />
        <TextInput
          label={words.facts.alias}
          description={machine.mode === 'portable' ? words.aliasPortable : words.aliasHelp}
          disabled={machine.mode === 'portable'}
          data-autofocus={machine.mode === 'installed' || undefined}
          maxLength={97}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={alias}
          error={errors.alias}
          onChange={(event) => setAlias(event.currentTarget.value)}
        />
        <Textarea
          label={words.facts.comment}
          description={words.commentHelp}
          data-autofocus={machine.mode === 'portable' || undefined}
          rows={3}
          maxLength={500}
          value={comment}
          error={errors.comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={change.isPending}>
            {words.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
