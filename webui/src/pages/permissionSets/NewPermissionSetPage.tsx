import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Link, useNavigate } from 'react-router-dom';

import { useCreatePermissionSet } from '../../api/peopleMutations';
import { tidied } from '../../rights/Fields';
import { noAccess } from '../../rights/levels';
import { fieldErrors, FormError } from '../../ui/FormError';
import { Page } from '../../ui/Page';
import { useTell } from '../../ui/Toasts';
import classes from './permissionSets.module.css';
import { SetFields, type SetValues } from './SetFields';
import { words } from './words';

export default function NewPermissionSetPage() {
  const create = useCreatePermissionSet();
  const navigate = useNavigate();
  const tell = useTell();
  const [values, setValues] = useState<SetValues>({ name: '', description: '', roles: [], access: noAccess });

  const submit = (event: FormEvent) => {
    event.preventDefault();
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
      <form onSubmit={submit} className={classes.form}>
        <FormError error={create.error} />
        <SetFields values={values} errors={fieldErrors(create.error)} set={(changed) => setValues({ ...values, ...changed })} />
        <div className={classes.buttons}>
          <Button type="submit" loading={create.isPending}>
            {words.save}
          </Button>
          <Button variant="default" component={Link} to="/permission-sets">
            {words.cancel}
          </Button>
        </div>
      </form>
    </Page>
  );
}
