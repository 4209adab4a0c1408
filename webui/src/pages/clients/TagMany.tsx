import { Button, MultiSelect, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconTag } from '@tabler/icons-react';
import { useState } from 'react';

import type { Machine } from '../../api/client';
import { changeClientTags } from '../../api/mutations';
import { useClientTags } from '../../api/queries';
import { Dialog } from '../../ui/Dialog';
import { Form } from '../../ui/Form';
import { fieldErrors } from '../../ui/FormError';
import { MOST_TAGS, tidyTags } from '../../ui/tagList';
import { opensUpwards, TagsField } from '../../ui/TagsInput';
import { useTell } from '../../ui/Toasts';
import { requestsFor, reversed, type TagChange } from './tagChanges';
import { words } from './words';

// A button beside what else is done with the selected machines.
export function TagMany({ machines }: { machines: readonly Machine[] }) {
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button variant="default" leftSection={<IconTag size={18} aria-hidden />} onClick={dialog.open}>
        {words.tagMany.open}
      </Button>
      <Dialog opened={opened} title={words.tagMany.title(machines.length)} onClose={dialog.close}>
        <TagsForm machines={machines} onClose={dialog.close} />
      </Dialog>
    </>
  );
}

function TagsForm({ machines, onClose }: { machines: readonly Machine[]; onClose: () => void }) {
  const known = useClientTags();
  const queryClient = useQueryClient();
  const tell = useTell();
  const [add, setAdd] = useState<string[]>([]);
  const [remove, setRemove] = useState<string[]>([]);
  // Also what came before something that was refused.
  const [done, setDone] = useState<TagChange[]>([]);
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['clients'] });
  const change = useMutation({
    mutationFn: async () => {
      let all = done;
      for (const request of requestsFor(machines.map(({ id }) => id), add, remove)) {
        all = [...all, ...(await changeClientTags(request)).changes];
        setDone(all);
      }
      return all;
    },
    onSettled: refresh,
  });
  const takeBack = async (all: readonly TagChange[]) => {
    try {
      for (const request of reversed(all)) await changeClientTags(request);
    } finally {
      await refresh();
    }
  };
  const submit = () => {
    change.mutate(undefined, {
      onSuccess: (all) => {
        tell.done(words.tagMany.done(new Set(all.map(({ client_id: id }) => id)).size), all.length > 0 ? () => takeBack(all) : undefined);
        onClose();
      },
    });
  };
  const afresh = (set: (tags: string[]) => void) => (tags: string[]) => {
    change.reset(); // what was refused is being mended
    set(tags);
  };
  const there = tidyTags(machines.flatMap(({ tags }) => tags)).sort((one, other) => one.localeCompare(other));
  const errors = fieldErrors(change.error);
  return (
    <Form error={change.error} label={words.save} busy={change.isPending} onSubmit={submit} onCancel={onClose}>
      <TagsField
        label={words.tagMany.add}
        description={words.tagMany.addHelp}
        known={known}
        value={add}
        error={errors.add}
        onChange={afresh(setAdd)}
      />
      {there.length === 0 ? (
        <Text c="dimmed">{words.tagMany.noneToRemove}</Text>
      ) : (
        <MultiSelect
          label={words.tagMany.remove}
          description={words.tagMany.removeHelp}
          data={there}
          searchable
          maxValues={MOST_TAGS}
          comboboxProps={opensUpwards}
          value={remove}
          error={errors.remove}
          onChange={afresh(setRemove)}
        />
      )}
    </Form>
  );
}
