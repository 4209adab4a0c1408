import { Button, Group, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil } from '@tabler/icons-react';
import type { FormEvent } from 'react';

import type { Role } from '../../api/client';
import { useChangeRole } from '../../api/peopleMutations';
import { fetchRole, usePermissionSets } from '../../api/peopleQueries';
import { tidied } from '../../rights/Fields';
import { StaleNotice } from '../../rights/StaleNotice';
import { useEdit } from '../../rights/useEdit';
import { words as rightsWords } from '../../rights/words';
import { Dialog } from '../../ui/Dialog';
import { fieldErrors, FormError } from '../../ui/FormError';
import { useTell } from '../../ui/Toasts';
import { RoleFields } from './RoleFields';
import { words } from './words';

const valuesOf = ({ name, description, permission_sets }: Role) => ({ name, description, permission_sets });
const labels = { name: rightsWords.name, description: rightsWords.description, permission_sets: words.sets };

export function EditRole({ role }: { role: Role }) {
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button variant="default" size="md" leftSection={<IconPencil size={18} aria-hidden />} onClick={dialog.open}>
        {words.edit}
      </Button>
      <Dialog opened={opened} title={words.editTitle(role.name)} onClose={dialog.close}>
        <EditForm role={role} onClose={dialog.close} />
      </Dialog>
    </>
  );
}

function EditForm({ role, onClose }: { role: Role; onClose: () => void }) {
  const change = useChangeRole(role.id);
  const sets = usePermissionSets().data?.items ?? [];
  const tell = useTell();
  const edit = useEdit({
    entity: role,
    valuesOf,
    save: (body, version) => change.mutateAsync({ body, version }),
    load: () => fetchRole(role.id),
    tidy: (values) => ({ ...values, ...tidied(values) }),
  });
  const setNames = (ids: string[]) =>
    rightsWords.quoted(ids.map((id) => sets.find((one) => one.id === id)?.name ?? rightsWords.notKnown(id)).join(', '));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const saved = await edit.submit();
    if (!saved) return;
    tell.done(words.saved, saved.undo);
    onClose();
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <FormError error={edit.error} />
        <StaleNotice stale={edit.stale} fresh={edit.fresh} labels={labels} shown={{ permission_sets: setNames }} />
        <RoleFields values={edit.values} errors={fieldErrors(edit.error)} set={edit.set} />
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
