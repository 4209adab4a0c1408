import { Button, Text } from '@mantine/core';

import type { Machine, Versioned } from '../../api/client';
import { useChangeClient } from '../../api/mutations';
import { useAccess } from '../../app/CurrentUser';
import { AskedAction } from '../../ui/AskedAction';
import { Card } from '../../ui/Card';
import { TextLink } from '../../ui/TextLink';
import { approvalWords as words } from './approvalWords';

// Whether somebody else has to approve who connects; a machine that wants none shows this to those only who may change it.
export function NeedsApproval({ machine }: { machine: Versioned<Machine> }) {
  const mayEdit = useAccess('clients') === 'edit';
  const change = useChangeClient(machine.id);
  const required = machine.approval_required;
  if (!required && !mayEdit) return null;
  return (
    <Card
      title={words.card}
      aside={
        mayEdit && (
          <AskedAction
            button={(ask) => (
              <Button variant="default" onClick={ask}>
                {required ? words.stop : words.require}
              </Button>
            )}
            title={required ? words.stopTitle : words.requireTitle}
            action={required ? words.stop : words.require}
            harmless={!required}
            mutation={change}
            argument={{ approval_required: !required, version: machine.etag }}
            done={required ? words.stopDone : words.requireDone}
          >
            {required ? words.stopText : words.requireText}
          </AskedAction>
        )
      }
    >
      <Text c="var(--quiet)">{required ? words.required : words.notRequired}</Text>
      {required && <TextLink to="/clients/approvals">{words.see}</TextLink>}
    </Card>
  );
}
