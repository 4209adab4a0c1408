import { Button, Group as Row, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil } from '@tabler/icons-react';
import type { FormEvent } from 'react';

import type { Group } from '../../api/client';
import { useChangeGroup } from '../../api/peopleMutations';
import { fetchGroup } from '../../api/peopleQueries';
import { NameFields, tidied } from '../../rights/Fields';
import { StaleNotice } from '../../rights/StaleNotice';
import { useEdit } from '../../rights/useEdit';
import { words as rightsWords } from '../../rights/words';
import { Dialog } from '../../ui/Dialog';
import { fieldErrors, FormError } from '../../ui/FormError';
import { useTell } from '../../ui/Toasts';
import { words } from './words';

const valuesOf = ({ name, description }: Group) => ({ name, description });
const labels = { name: words.groupName, description: rightsWords.description };

export function EditGroup({ group }: { group: Group }) {
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button variant="default" size="md" leftSection={<IconPencil size={18} aria-hidden />} onClick={dialog.open}>
        {words.edit}
      </Button>
      <Dialog opened={opened} title={words.editTitle(group.name)} onClose={dialog.close}>
        <EditForm group={group} onClose={dialog.close} />
      </Dialog>
    </>
  );
}

function EditForm({ group, onClose }: { group: Group; onClose: () => void }) {
  const change = useChangeGroup(group.id);
  const tell = useTell();
  const edit = useEdit({
    entity: group,
    valuesOf,
    save: (body, version) => change.mutateAsync({ body, version }),
    load: () => fetchGroup(group.id),
    tidy: tidied,
  });
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
        <StaleNotice stale={edit.stale} fresh={edit.fresh} labels={labels} />
        <NameFields values={edit.values} errors={fieldErrors(edit.error)} set={edit.set} nameLabel={words.groupName} />
        <Row justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={edit.busy}>
            {words.save}
          </Button>
        </Row>
      </Stack>
    </form>
  );
}
