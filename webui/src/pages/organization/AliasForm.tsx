import { Switch, Text, TextInput } from '@mantine/core';

import type { Organization, Versioned } from '../../api/client';
import { useChangeOrganization } from '../../api/mutations';
import { fetchOrganization } from '../../api/queries';
import { EditForm } from '../../ui/EditForm';
import { fieldErrors } from '../../ui/FormError';
import { useEdit } from '../../ui/useEdit';
import { words } from './words';

const valuesOf = ({ namespace, automatic_alias }: Organization) => ({ namespace: namespace ?? '', automatic_alias });
const labels = { namespace: words.namespace, automatic_alias: words.automatic };
const shown = { automatic_alias: (on: boolean) => (on ? words.on : words.off) };

export function AliasForm({ organization }: { organization: Versioned<Organization> }) {
  const change = useChangeOrganization();
  const edit = useEdit({
    entity: organization,
    valuesOf,
    save: ({ namespace, ...rest }, version) =>
      change.mutateAsync({ ...rest, ...(namespace !== undefined && { namespace: namespace || null }), version }),
    load: fetchOrganization,
    tidy: (values) => ({ ...values, namespace: values.namespace.trim() }),
  });
  const errors = fieldErrors(edit.error);
  return (
    <EditForm edit={edit} labels={labels} shown={shown} save={words.save} saved={words.saved} maw="34rem">
      <Text c="var(--quiet)">{words.aliasesText(organization.default_namespace)}</Text>
      <TextInput
        label={words.namespace}
        description={words.namespaceHelp}
        placeholder={words.namespaceExample}
        leftSection="@"
        maxLength={32}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={edit.values.namespace}
        error={errors.namespace}
        onChange={(event) => edit.set({ namespace: event.currentTarget.value })}
      />
      <Switch
        label={words.automatic}
        description={words.automaticHelp}
        checked={edit.values.automatic_alias}
        onChange={(event) => edit.set({ automatic_alias: event.currentTarget.checked })}
      />
    </EditForm>
  );
}
