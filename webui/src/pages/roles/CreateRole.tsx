import { useState } from 'react';
import { useNavigate } from 'react-router-dom';

import { useCreateRole } from '../../api/peopleMutations';
import { tidied } from '../../rights/Fields';
import { Dialog } from '../../ui/Dialog';
import { Form } from '../../ui/Form';
import { fieldErrors } from '../../ui/FormError';
import { useTell } from '../../ui/Toasts';
import { RoleFields, type RoleValues } from './RoleFields';
import { words } from './words';

export function CreateRole({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Dialog opened={opened} title={words.createTitle} onClose={onClose}>
      <CreateForm onClose={onClose} />
    </Dialog>
  );
}

function CreateForm({ onClose }: { onClose: () => void }) {
  const create = useCreateRole();
  const tell = useTell();
  const navigate = useNavigate();
  const [values, setValues] = useState<RoleValues>({ name: '', description: '', permission_sets: [] });

  const submit = () => {
    create.mutate(
      { ...values, ...tidied(values) },
      {
        onSuccess: (role) => {
          tell.done(words.created(role.name));
          navigate(`/roles/${role.id}`);
        },
      },
    );
  };
  return (
    <Form error={create.error} label={words.submit} busy={create.isPending} onSubmit={submit} onCancel={onClose}>
      <RoleFields values={values} errors={fieldErrors(create.error)} set={(changed) => setValues({ ...values, ...changed })} />
    </Form>
  );
}
