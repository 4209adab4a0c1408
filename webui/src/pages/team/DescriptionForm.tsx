import { Button, Stack, Textarea } from '@mantine/core';
import type { FormEvent } from 'react';

import type { Versioned } from '../../api/client';
import { fetchTeam, type Team, useChangeTeam } from '../../api/license';
import { StaleNotice } from '../../rights/StaleNotice';
import { useEdit } from '../../rights/useEdit';
import { fieldErrors, FormError } from '../../ui/FormError';
import { useTell } from '../../ui/Toasts';
import { words } from './words';

const valuesOf = ({ description }: Team) => ({ description });
const labels = { description: words.description };

export function DescriptionForm({ team }: { team: Versioned<Team> }) {
  const change = useChangeTeam();
  const tell = useTell();
  const edit = useEdit({
    entity: team,
    valuesOf,
    save: (body, version) => change.mutateAsync({ ...body, version }),
    load: fetchTeam,
    tidy: ({ description }) => ({ description: description.trim() }),
  });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const saved = await edit.submit();
    if (saved) tell.done(words.saved, saved.undo);
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack maw="34rem">
        <FormError error={edit.error} />
        <StaleNotice stale={edit.stale} fresh={edit.fresh} labels={labels} />
        <Textarea
          label={words.description}
          autosize
          minRows={2}
          maxLength={500}
          value={edit.values.description}
          error={fieldErrors(edit.error).description}
          onChange={(event) => edit.set({ description: event.currentTarget.value })}
        />
        <Button type="submit" loading={edit.busy} style={{ alignSelf: 'flex-start' }}>
          {words.save}
        </Button>
      </Stack>
    </form>
  );
}
