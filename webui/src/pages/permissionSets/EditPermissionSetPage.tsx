import { useNavigate, useParams } from 'react-router-dom';

import type { PermissionSet } from '../../api/client';
import { useChangePermissionSet } from '../../api/peopleMutations';
import { fetchPermissionSet, usePermissionSet, useRoles } from '../../api/peopleQueries';
import { useAccess } from '../../app/CurrentUser';
import { tidied } from '../../rights/Fields';
import { summary } from '../../rights/levels';
import { words as rightsWords } from '../../rights/words';
import { EditForm } from '../../ui/EditForm';
import { fieldErrors } from '../../ui/FormError';
import { Loaded } from '../../ui/Loaded';
import { Page } from '../../ui/Page';
import { useEdit } from '../../ui/useEdit';
import { words as common } from '../../ui/words';
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
      {(set) => <SetForm key={set.id} set={set} />}
    </Loaded>
  );
}

function SetForm({ set }: { set: PermissionSet }) {
  const change = useChangePermissionSet(set.id);
  const maySeeRoles = useAccess('roles') !== 'none';
  const roles = useRoles(maySeeRoles).data?.items ?? [];
  const navigate = useNavigate();
  const edit = useEdit({
    entity: set,
    valuesOf,
    save: (body, version) => change.mutateAsync({ body, version }),
    load: () => fetchPermissionSet(set.id),
    tidy: (values) => ({ ...values, ...tidied(values) }),
  });
  const here = `/permission-sets/${set.id}`;
  const roleNames = (ids: string[]) =>
    common.quoted(ids.map((id) => roles.find((one) => one.id === id)?.name ?? rightsWords.notKnown(id)).join(', '));
  return (
    <Page title={words.editTitle(set.name)} lead={words.formLead} back={{ to: here, label: words.backToOne }}>
      <EditForm
        edit={edit}
        labels={labels}
        shown={{ roles: roleNames, access: (access) => common.quoted(summary(access)) }}
        save={words.save}
        saved={words.saved(edit.values.name.trim())}
        back={here}
        onClose={() => navigate(here, { replace: true })}
      >
        <SetFields values={edit.values} errors={fieldErrors(edit.error)} set={edit.set} />
      </EditForm>
    </Page>
  );
}
