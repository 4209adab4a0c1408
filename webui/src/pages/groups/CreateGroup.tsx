import { useState } from 'react';
import { useNavigate } from 'react-router-dom';

import { useCreateGroup } from '../../api/peopleMutations';
import { NameFields, tidied } from '../../rights/Fields';
import { Dialog } from '../../ui/Dialog';
import { Form } from '../../ui/Form';
import { fieldErrors } from '../../ui/FormError';
import { useTell } from '../../ui/Toasts';
import classes from './groups.module.css';
import { words } from './words';

export function CreateGroup({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Dialog opened={opened} title={words.createTitle} onClose={onClose}>
      <CreateForm onClose={onClose} />
    </Dialog>
  );
}

function CreateForm({ onClose }: { onClose: () => void }) {
  const create = useCreateGroup();
  const tell = useTell();
  const navigate = useNavigate();
  const [values, setValues] = useState({ name: '', description: '' });

  const submit = () => {
    create.mutate(tidied(values), {
      onSuccess: (group) => {
        tell.done(words.created(group.name));
        navigate(`/groups/${group.id}`);
      },
    });
  };
  return (
    <Form error={create.error} label={words.save} busy={create.isPending} onSubmit={submit} onCancel={onClose}>
      <NameFields
        values={values}
        errors={fieldErrors(create.error)}
        set={(changed) => setValues({ ...values, ...changed })}
        nameLabel={words.groupName}
        example={words.example}
      />
      <p className={classes.hint}>{words.next}</p>
    </Form>
  );
}
