import { Button, Stack, Switch, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';

import type { Organization } from '../../api/client';
import { useChangeOrganization } from '../../api/mutations';
import { fieldErrors, FormError } from '../../ui/FormError';
import { useTell } from '../../ui/Toasts';
import { words } from './words';

export function AliasForm({ organization }: { organization: Organization }) {
  const change = useChangeOrganization();
  const tell = useTell();
  const [namespace, setNamespace] = useState(organization.namespace ?? '');
  const [automatic, setAutomatic] = useState(organization.automatic_alias);
  const errors = fieldErrors(change.error);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(
      { namespace: namespace.trim() || null, automatic_alias: automatic },
      { onSuccess: () => tell.done(words.saved) },
    );
  };
  return (
    <form onSubmit={submit}>
      <Stack maw="34rem">
        <Text c="var(--quiet)">{words.aliasesText(organization.default_namespace)}</Text>
        <FormError error={change.error} />
        <TextInput
          label={words.namespace}
          description={words.namespaceHelp}
          placeholder={words.namespaceExample}
          leftSection="@"
          maxLength={32}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={namespace}
          error={errors.namespace}
          onChange={(event) => setNamespace(event.currentTarget.value)}
        />
        <Switch
          label={words.automatic}
          description={words.automaticHelp}
          checked={automatic}
          onChange={(event) => setAutomatic(event.currentTarget.checked)}
        />
        <Button type="submit" loading={change.isPending} style={{ alignSelf: 'flex-start' }}>
          {words.save}
        </Button>
      </Stack>
    </form>
  );
}
