import { Button, NativeSelect, Stack, Switch } from '@mantine/core';
import { type FormEvent, useState } from 'react';

import type { Organization } from '../../api/client';
import { useChangeOrganization } from '../../api/mutations';
import { FormError } from '../../ui/FormError';
import { useTell } from '../../ui/Toasts';
import { daysInWords, periods } from './periods';
import { words } from './words';

const read = (value: string) => (value === '' ? null : Number(value));

export function RulesForm({ organization }: { organization: Organization }) {
  const change = useChangeOrganization();
  const tell = useTell();
  const [reason, setReason] = useState(organization.reason_required);
  const [sessions, setSessions] = useState(organization.keep_sessions_days);
  const [audit, setAudit] = useState(organization.keep_audit_days);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(
      { reason_required: reason, keep_sessions_days: sessions, keep_audit_days: audit },
      { onSuccess: () => tell.done(words.saved) },
    );
  };
  const options = (chosen: number | null) =>
    periods(chosen).map((days) => ({ value: days === null ? '' : String(days), label: daysInWords(days) }));
  return (
    <form onSubmit={submit}>
      <Stack maw="34rem">
        <FormError error={change.error} />
        <Switch
          label={words.reason}
          description={words.reasonHelp}
          checked={reason}
          onChange={(event) => setReason(event.currentTarget.checked)}
        />
        <NativeSelect
          label={words.keepSessions}
          description={words.keepSessionsHelp}
          data={options(organization.keep_sessions_days)}
          value={sessions ?? ''}
          onChange={(event) => setSessions(read(event.currentTarget.value))}
        />
        <NativeSelect
          label={words.keepAudit}
          description={words.keepAuditHelp}
          data={options(organization.keep_audit_days)}
          value={audit ?? ''}
          onChange={(event) => setAudit(read(event.currentTarget.value))}
        />
        <Button type="submit" loading={change.isPending} style={{ alignSelf: 'flex-start' }}>
          {words.save}
        </Button>
      </Stack>
    </form>
  );
}
