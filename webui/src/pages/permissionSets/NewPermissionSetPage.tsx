import { useState } from 'react';
import { useNavigate } from 'react-router-dom';

import { useCreatePermissionSet } from '../../api/peopleMutations';
import { tidied } from '../../rights/Fields';
import { noAccess } from '../../rights/levels';
import { Form } from '../../ui/Form';
import { fieldErrors } from '../../ui/FormError';
import { Page } from '../../ui/Page';
import { useTell } from '../../ui/Toasts';
import { SetFields, type SetValues } from './SetFields';
import { words } from './words';

export default function NewPermissionSetPage() {
  const create = useCreatePermissionSet();
  const navigate = useNavigate();
  const tell = useTell();
  const [values, setValues] = useState<SetValues>({ name: '', description: '', roles: [], access: noAccess });

  const submit = () => {
    create.mutate(
      { ...values, ...tidied(values) },
      {
        onSuccess: (made) => {
          tell.done(words.saved(made.name));
          navigate(`/permission-sets/${made.id}`, { replace: true });
        },
      },
    );
  };
  return (
    <Page title={words.createTitle} lead={words.formLead} back={{ to: '/permission-sets', label: words.back }}>
      <Form error={create.error} label={words.save} busy={create.isPending} onSubmit={submit} back="/permission-sets">
        <SetFields values={values} errors={fieldErrors(create.error)} set={(changed) => setValues({ ...values, ...changed })} />
      </Form>
    </Page>
  );
}
