import { NativeSelect, Switch } from '@mantine/core';

import type { Organization, Versioned } from '../../api/client';
import { useChangeOrganization } from '../../api/mutations';
import { fetchOrganization } from '../../api/queries';
import { EditForm } from '../../ui/EditForm';
import { useEdit } from '../../ui/useEdit';
import { daysInWords, periods } from './periods';
import { words } from './words';

const read = (value: string) => (value === '' ? null : Number(value));

const valuesOf = ({ reason_required, keep_sessions_days, keep_audit_days }: Organization) => ({
  reason_required,
  keep_sessions_days,
  keep_audit_days,
});
const labels = { reason_required: words.reason, keep_sessions_days: words.keepSessions, keep_audit_days: words.keepAudit };
const shown = {
  reason_required: (on: boolean) => (on ? words.on : words.off),
  keep_sessions_days: daysInWords,
  keep_audit_days: daysInWords,
};

export function RulesForm({ organization }: { organization: Versioned<Organization> }) {
  const change = useChangeOrganization();
  const edit = useEdit({
    entity: organization,
    valuesOf,
    save: (body, version) => change.mutateAsync({ ...body, version }),
    load: fetchOrganization,
  });
  const options = (chosen: number | null) =>
    periods(chosen).map((days) => ({ value: days === null ? '' : String(days), label: daysInWords(days) }));
  return (
    <EditForm edit={edit} labels={labels} shown={shown} save={words.save} saved={words.saved} maw="34rem">
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
