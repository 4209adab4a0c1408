import { Button, Stack, Switch, Text, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';

import type { Organization, Versioned } from '../../api/client';
import { useChangeOrganization } from '../../api/mutations';
import { fetchOrganization } from '../../api/queries';
import { StaleNotice } from '../../rights/StaleNotice';
import { useEdit } from '../../rights/useEdit';
import { fieldErrors, FormError } from '../../ui/FormError';
import { useTell } from '../../ui/Toasts';
import { words } from './words';

const valuesOf = ({ namespace, automatic_alias }: Organization) => ({ namespace: namespace ?? '', automatic_alias });
const labels = { namespace: words.namespace, automatic_alias: words.automatic };

export function AliasForm({ organization }: { organization: Versioned<Organization> }) {
  const change = useChangeOrganization();
  const tell = useTell();
  const edit = useEdit({
    entity: organization,
    valuesOf,
    save: ({ namespace, ...rest }, version) =>
      change.mutateAsync({ ...rest, ...(namespace !== undefined && { namespace: namespace || null }), version }),
    load: fetchOrganization,
    tidy: (values) => ({ ...values, namespace: values.namespace.trim() }),
  });
  const errors = fieldErrors(edit.error);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const saved = await edit.submit();
    if (saved) tell.done(words.saved, saved.undo);
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack maw="34rem">
        <Text c="var(--quiet)">{words.aliasesText(organization.default_namespace)}</Text>
        <FormError error={edit.error} />
        <StaleNotice stale={edit.stale} fresh={edit.fresh} labels={labels} shown={{ automatic_alias: (on) => (on ? words.on : words.off) }} />
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
        <Button type="submit" loading={edit.busy} style={{ alignSelf: 'flex-start' }}>
          {words.save}
        </Button>
      </Stack>
    </form>
  );
}
