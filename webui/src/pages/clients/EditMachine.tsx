import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil } from '@tabler/icons-react';
import type { FormEvent } from 'react';

import type { Machine, Versioned } from '../../api/client';
import { useChangeClient } from '../../api/mutations';
import { fetchClient, useClientTags } from '../../api/queries';
import { useAccess } from '../../app/CurrentUser';
import { StaleNotice } from '../../rights/StaleNotice';
import { useEdit } from '../../rights/useEdit';
import { groupDigits } from '../../ui/address';
import { fieldErrors, FormError } from '../../ui/FormError';
import { TagsField } from '../../ui/TagsInput';
import { useTell } from '../../ui/Toasts';
import { words } from './words';

// Nothing without the right.
export function EditMachine({ machine }: { machine: Versioned<Machine> }) {
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

const valuesOf = ({ alias, comment, tags }: Machine) => ({ alias: alias ?? '', comment, tags });
const labels = { alias: words.facts.alias, comment: words.facts.comment, tags: words.facts.tags };
const shown = { tags: (tags: string[]) => tags.join(', ') || '–' };

function EditForm({ machine, onClose }: { machine: Versioned<Machine>; onClose: () => void }) {
  const change = useChangeClient(machine.id);
  const known = useClientTags();
  const tell = useTell();
  const edit = useEdit({
    entity: machine,
    valuesOf,
    save: ({ alias, ...rest }, version) =>
      change.mutateAsync({ ...rest, ...(alias !== undefined && { alias: alias || null }), version }),
    load: () => fetchClient(machine.id),
    tidy: ({ alias, comment, tags }) => ({ alias: alias.trim(), comment: comment.replace(/\s+/g, ' ').trim(), tags }),
  });
  const errors = fieldErrors(edit.error);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const saved = await edit.submit();
    if (!saved) return;
    tell.done(words.changed, saved.undo);
    onClose();
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <FormError error={edit.error} />
        <StaleNotice stale={edit.stale} fresh={edit.fresh} labels={labels} shown={shown} />
        <TextInput
          label={words.facts.alias}
          description={machine.mode === 'portable' ? words.aliasPortable : words.aliasHelp}
          disabled={machine.mode === 'portable'}
          data-autofocus={machine.mode === 'installed' || undefined}
          maxLength={97}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={edit.values.alias}
          error={errors.alias}
          onChange={(event) => edit.set({ alias: event.currentTarget.value })}
        />
        <Textarea
          label={words.facts.comment}
          description={words.commentHelp}
          data-autofocus={machine.mode === 'portable' || undefined}
          rows={3}
          maxLength={500}
          value={edit.values.comment}
          error={errors.comment}
          onChange={(event) => edit.set({ comment: event.currentTarget.value })}
        />
        <TagsField
          label={words.facts.tags}
          description={words.tagsHelp}
          known={known}
          value={edit.values.tags}
          error={errors.tags}
          onChange={(tags) => edit.set({ tags })}
        />
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
