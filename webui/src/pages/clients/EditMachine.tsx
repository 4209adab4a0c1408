import { Button, Textarea, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil } from '@tabler/icons-react';

import type { Machine, Versioned } from '../../api/client';
import { useChangeClient } from '../../api/mutations';
import { fetchClient, useClientTags } from '../../api/queries';
import { useAccess } from '../../app/CurrentUser';
import { groupDigits } from '../../ui/address';
import { Dialog } from '../../ui/Dialog';
import { EditForm } from '../../ui/EditForm';
import { fieldErrors } from '../../ui/FormError';
import { TagsField } from '../../ui/TagsInput';
import { useEdit } from '../../ui/useEdit';
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
      <Dialog opened={opened} title={words.editTitle(machine.name || groupDigits(machine.id))} onClose={dialog.close}>
        <MachineForm machine={machine} onClose={dialog.close} />
      </Dialog>
    </>
  );
}

const valuesOf = ({ alias, comment, tags }: Machine) => ({ alias: alias ?? '', comment, tags });
const labels = { alias: words.facts.alias, comment: words.facts.comment, tags: words.facts.tags };
const shown = { tags: (tags: string[]) => tags.join(', ') || '–' };

function MachineForm({ machine, onClose }: { machine: Versioned<Machine>; onClose: () => void }) {
  const change = useChangeClient(machine.id);
  const known = useClientTags();
  const edit = useEdit({
    entity: machine,
    valuesOf,
    save: ({ alias, ...rest }, version) =>
      change.mutateAsync({ ...rest, ...(alias !== undefined && { alias: alias || null }), version }),
    load: () => fetchClient(machine.id),
    tidy: ({ alias, comment, tags }) => ({ alias: alias.trim(), comment: comment.replace(/\s+/g, ' ').trim(), tags }),
  });
  const errors = fieldErrors(edit.error);
  return (
    <EditForm edit={edit} labels={labels} shown={shown} save={words.save} saved={words.changed} onClose={onClose}>
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
    </EditForm>
  );
}
