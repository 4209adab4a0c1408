import { Button } from '@mantine/core';
import type { FormEvent } from 'react';
import { Link, useNavigate, useParams } from 'react-router-dom';

import type { PermissionSet } from '../../api/client';
import { useChangePermissionSet } from '../../api/peopleMutations';
import { fetchPermissionSet, usePermissionSet, useRoles } from '../../api/peopleQueries';
import { useAccess } from '../../app/CurrentUser';
import { tidied } from '../../rights/Fields';
import { summary } from '../../rights/levels';
import { StaleNotice } from '../../rights/StaleNotice';
import { useEdit } from '../../rights/useEdit';
import { words as rightsWords } from '../../rights/words';
import { fieldErrors, FormError } from '../../ui/FormError';
import { Loaded } from '../../ui/Loaded';
import { Page } from '../../ui/Page';
import { useTell } from '../../ui/Toasts';
import classes from './permissionSets.module.css';
import { SetFields } from './SetFields';
import { words } from './words';

const valuesOf = ({ name, description, roles, access }: PermissionSet) => ({ name, description, roles, access });
const labels = { name: rightsWords.name, description: rightsWords.description, roles: words.roles, access: rightsWords.accessControl };

export default function EditPermissionSetPage() {
  const { id = '' } = useParams();
  const query = usePermissionSet(id);
  return (
    <Loaded
      query={query}
      title={words.oneSet}
      back={{ to: '/permission-sets', label: words.back }}
      missing={{ title: words.missing, text: words.missingText }}
    >
      {(set) => <EditForm key={set.id} set={set} />}
    </Loaded>
  );
}

function EditForm({ set }: { set: PermissionSet }) {
  const change = useChangePermissionSet(set.id);
  const maySeeRoles = useAccess('roles') !== 'none';
  const roles = useRoles(maySeeRoles).data?.items ?? [];
  const navigate = useNavigate();
  const tell = useTell();
  const edit = useEdit({
    entity: set,
    valuesOf,
    save: (body, version) => change.mutateAsync({ body, version }),
    load: () => fetchPermissionSet(set.id),
    tidy: (values) => ({ ...values, ...tidied(values) }),
  });
  const here = `/permission-sets/${set.id}`;
  const roleNames = (ids: string[]) =>
    rightsWords.quoted(ids.map((id) => roles.find((one) => one.id === id)?.name ?? rightsWords.notKnown(id)).join(', '));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const saved = await edit.submit();
    if (!saved) return;
    tell.done(words.saved(edit.values.name.trim()), saved.undo);
    navigate(here, { replace: true });
  };
  return (
    <Page title={words.editTitle(set.name)} lead={words.formLead} back={{ to: here, label: words.backToOne }}>
      <form onSubmit={(event) => void submit(event)} className={classes.form}>
        <FormError error={edit.error} />
        <StaleNotice
          stale={edit.stale}
          fresh={edit.fresh}
          labels={labels}
          shown={{ roles: roleNames, access: (access) => rightsWords.quoted(summary(access)) }}
        />
        <SetFields values={edit.values} errors={fieldErrors(edit.error)} set={edit.set} />
        <div className={classes.buttons}>
          <Button type="submit" loading={edit.busy}>
            {words.save}
          </Button>
          <Button variant="default" component={Link} to={here}>
            {words.cancel}
          </Button>
        </div>
      </form>
    </Page>
  );
}
