import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil } from '@tabler/icons-react';

import type { Group } from '../../api/client';
import { useChangeGroup } from '../../api/peopleMutations';
import { fetchGroup } from '../../api/peopleQueries';
import { NameFields, tidied } from '../../rights/Fields';
import { words as rightsWords } from '../../rights/words';
import { Dialog } from '../../ui/Dialog';
import { EditForm } from '../../ui/EditForm';
import { fieldErrors } from '../../ui/FormError';
import { useEdit } from '../../ui/useEdit';
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
        <GroupForm group={group} onClose={dialog.close} />
      </Dialog>
    </>
  );
}

function GroupForm({ group, onClose }: { group: Group; onClose: () => void }) {
  const change = useChangeGroup(group.id);
  const edit = useEdit({
    entity: group,
    valuesOf,
    save: (body, version) => change.mutateAsync({ body, version }),
    load: () => fetchGroup(group.id),
    tidy: tidied,
  });
  return (
    <EditForm edit={edit} labels={labels} save={words.save} saved={words.saved} onClose={onClose}>
      <NameFields values={edit.values} errors={fieldErrors(edit.error)} set={edit.set} nameLabel={words.groupName} />
    </EditForm>
  );
}
