import { Alert, Badge } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';

import type { Access } from '../api/client';
import { wideness } from './levels';
import { words } from './words';

// Nothing for rights that nobody has to think twice about.
export function WideNotice({ access }: { access: Access }) {
  const wide = wideness(access);
  if (!wide) return null;
  return (
    <Alert color="lamp" variant="light" title={words.wideTitle[wide]} icon={<IconAlertTriangle size={20} aria-hidden />}>
      {words.wideText[wide]}
    </Alert>
  );
}

export function WideBadge({ access }: { access: Access }) {
  if (!wideness(access)) return null;
  return (
    <Badge variant="light" color="lamp">
      {words.wide}
    </Badge>
  );
}
