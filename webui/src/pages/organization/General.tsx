import { Box, Button, Stack } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';

import type { Organization, Versioned } from '../../api/client';
import { Card } from '../../ui/Card';
import { Copyable } from '../../ui/Copyable';
import { Facts } from '../../ui/Facts';
import { GeneralForm } from './GeneralForm';
import { daysInWords } from './periods';
import { words } from './words';

// What holds for everybody; what of it may change is a form while it is edited.
export function General({ organization, mayEdit }: { organization: Versioned<Organization>; mayEdit: boolean }) {
  const [editing, setEditing] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    if (wasEditing.current && !editing) button.current?.focus();
    wasEditing.current = editing;
  }, [editing]);
  const edit = (
    <Button ref={button} variant="default" size="xs" leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setEditing(true)}>
      {words.edit}
    </Button>
  );
  return (
    <Card title={words.general} aside={mayEdit && !editing && edit}>
      <Stack gap="lg">
        <Facts
          rows={[
            [words.name, organization.name],
            [words.id, <Copyable text={organization.id} />],
            [words.community, words.closed],
            ...(editing ? [] : changeable(organization)),
          ]}
        />
        {editing && (
          <Box maw="34rem">
            <GeneralForm organization={organization} onClose={() => setEditing(false)} />
          </Box>
        )}
      </Stack>
    </Card>
  );
}

function changeable(organization: Organization): [string, string][] {
  return [
    [words.namespace, organization.namespace ? `@${organization.namespace}` : words.none],
    [words.automatic, organization.automatic_alias ? words.on : words.off],
    [words.reason, organization.reason_required ? words.on : words.off],
    [words.keepSessions, daysInWords(organization.keep_sessions_days)],
    [words.keepAudit, daysInWords(organization.keep_audit_days)],
  ];
}
