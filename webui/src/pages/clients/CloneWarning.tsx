import { Alert } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';

import type { Machine } from '../../api/client';
import { When } from '../../ui/Clock';
import { words } from './words';

// Another machine comes with this one's key.
export function CloneWarning({ clone }: { clone: Machine['clone'] }) {
  if (!clone) return null;
  return (
    <Alert color="red" icon={<IconCopy size={20} aria-hidden />} title={words.cloneTitle}>
      {words.cloneText(clone.name || words.unknownName, clone.address)} <When iso={clone.seen_at} />
      <br />
      {words.cloneNext}
    </Alert>
  );
}
