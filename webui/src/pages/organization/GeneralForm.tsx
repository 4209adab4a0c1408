import { NativeSelect, Switch, Text, TextInput } from '@mantine/core';

import type { Organization, Versioned } from '../../api/client';
import { useChangeOrganization } from '../../api/mutations';
import { fetchOrganization } from '../../api/queries';
import { EditForm } from '../../ui/EditForm';
import { useEdit } from '../../ui/useEdit';
import { fieldErrors } from '../../ui/FormError';
import { daysInWords, periods } from './periods';
import { words } from './words';

const valuesOf = ({ namespace, automatic_alias, reason_required, keep_sessions_days, keep_audit_days }: Organization) => ({
  namespace: namespace ?? '',
  automatic_alias,
  reason_required,
  keep_sessions_days,
  keep_audit_days,
});
const labels = {
  namespace: words.namespace,
  automatic_alias: words.automatic,
  reason_required: words.reason,
  keep_sessions_days: words.keepSessions,
  keep_audit_days: words.keepAudit,
};
const onOrOff = (on: boolean) => (on ? words.on : words.off);
const shown = { automatic_alias: onOrOff, reason_required: onOrOff, keep_sessions_days: daysInWords, keep_audit_days: daysInWords };

const read = (value: string) => (value === '' ? null : Number(value));

export function GeneralForm({ organization, onClose }: { organization: Versioned<Organization>; onClose: () => void }) {
  const change = useChangeOrganization();
  const edit = useEdit({
    entity: organization,
    valuesOf,
    save: ({ namespace, ...rest }, version) =>
      change.mutateAsync({ ...rest, ...(namespace !== undefined && { namespace: namespace || null }), version }),
    load: fetchOrganization,
    tidy: (values) => ({ ...values, namespace: values.namespace.trim() }),
  });
  const options = (chosen: number | null) =>
    periods(chosen).map((days) => ({ value: days === null ? '' : String(days), label: daysInWords(days) }));
  return (
    <EditForm edit={edit} labels={labels} shown={shown} save={words.save} saved={words.saved} onClose={onClose}>
      <Text c="var(--quiet)">{words.aliasesText(organization.default_namespace)}</Text>
      <TextInput
        label={words.namespace}
        description={words.namespaceHelp}
        placeholder={words.namespaceExample}
        leftSection="@"
        autoFocus
        maxLength={32}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={edit.values.namespace}
        error={fieldErrors(edit.error).namespace}
        onChange={(event) => edit.set({ namespace: event.currentTarget.value })}
      />
      <Switch
        label={words.automatic}
        description={words.automaticHelp}
        checked={edit.values.automatic_alias}
        onChange={(event) => edit.set({ automatic_alias: event.currentTarget.checked })}
      />
      <Switch
        label={words.reason}
        description={words.reasonHelp}
        checked={edit.values.reason_required}
        onChange={(event) => edit.set({ reason_required: event.currentTarget.checked })}
      />
      <NativeSelect
        label={words.keepSessions}
        description={words.keepSessionsHelp}
        data={options(edit.fresh.keep_sessions_days)}
        value={edit.values.keep_sessions_days ?? ''}
        onChange={(event) => edit.set({ keep_sessions_days: read(event.currentTarget.value) })}
      />
      <NativeSelect
        label={words.keepAudit}
        description={words.keepAuditHelp}
        data={options(edit.fresh.keep_audit_days)}
        value={edit.values.keep_audit_days ?? ''}
        onChange={(event) => edit.set({ keep_audit_days: read(event.currentTarget.value) })}
      />
    </EditForm>
  );
}
