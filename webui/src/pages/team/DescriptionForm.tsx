import { Textarea } from '@mantine/core';

import type { Versioned } from '../../api/client';
import { fetchTeam, type Team, useChangeTeam } from '../../api/license';
import { EditForm } from '../../ui/EditForm';
import { fieldErrors } from '../../ui/FormError';
import { useEdit } from '../../ui/useEdit';
import { words } from './words';

const valuesOf = ({ description }: Team) => ({ description });
const labels = { description: words.description };

export function DescriptionForm({ team }: { team: Versioned<Team> }) {
  const change = useChangeTeam();
  const edit = useEdit({
    entity: team,
    valuesOf,
    save: (body, version) => change.mutateAsync({ ...body, version }),
    load: fetchTeam,
    tidy: ({ description }) => ({ description: description.trim() }),
  });
  return (
    <EditForm edit={edit} labels={labels} save={words.save} saved={words.saved} maw="34rem">
      <Textarea
        label={words.description}
        autosize
        minRows={2}
        maxLength={500}
        value={edit.values.description}
        error={fieldErrors(edit.error).description}
        onChange={(event) => edit.set({ description: event.currentTarget.value })}
      />
    </EditForm>
  );
}
