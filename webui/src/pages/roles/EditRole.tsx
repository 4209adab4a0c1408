import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil } from '@tabler/icons-react';

import type { Role } from '../../api/client';
import { useChangeRole } from '../../api/peopleMutations';
import { fetchRole, usePermissionSets } from '../../api/peopleQueries';
import { tidied } from '../../rights/Fields';
import { words as rightsWords } from '../../rights/words';
import { Dialog } from '../../ui/Dialog';
import { EditForm } from '../../ui/EditForm';
import { fieldErrors } from '../../ui/FormError';
import { useEdit } from '../../ui/useEdit';
import { words as common } from '../../ui/words';
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
        <RoleForm role={role} onClose={dialog.close} />
      </Dialog>
    </>
  );
}

function RoleForm({ role, onClose }: { role: Role; onClose: () => void }) {
  const change = useChangeRole(role.id);
  const sets = usePermissionSets().data?.items ?? [];
  const edit = useEdit({
    entity: role,
    valuesOf,
    save: (body, version) => change.mutateAsync({ body, version }),
    load: () => fetchRole(role.id),
    tidy: (values) => ({ ...values, ...tidied(values) }),
  });
  const setNames = (ids: string[]) =>
    common.quoted(ids.map((id) => sets.find((one) => one.id === id)?.name ?? rightsWords.notKnown(id)).join(', '));
  return (
    <EditForm edit={edit} labels={labels} shown={{ permission_sets: setNames }} save={words.save} saved={words.saved} onClose={onClose}>
      <RoleFields values={edit.values} errors={fieldErrors(edit.error)} set={edit.set} />
    </EditForm>
  );
}
