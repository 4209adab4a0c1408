import { Text } from '@mantine/core';

import { useAuditKey } from '../../api/peopleQueries';
import { Fingerprint } from '../../ui/Fingerprint';
import classes from './audit.module.css';
import { words } from './words';

// Whose signature an export must have. Nothing until it is known.
export function SignedBy() {
  const key = useAuditKey().data;
  if (!key) return null;
  return (
    <div className={classes.signedBy}>
      <Text fw={600}>{words.signedBy}</Text>
      <Fingerprint text={key.fingerprint} of={words.signedBy} />
      <Text c="var(--quiet)" size="sm">
        {words.signedByText}
      </Text>
    </div>
  );
}
