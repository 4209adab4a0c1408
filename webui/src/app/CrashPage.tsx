import { Button } from '@mantine/core';
import { IconBug } from '@tabler/icons-react';

import { EmptyState } from '../ui/States';
import { words } from './words';

// In place of a page that threw, or whose files are gone because the appliance was updated meanwhile.
export function CrashPage() {
  return (
    <main role="alert">
      <EmptyState
        icon={<IconBug size={24} />}
        title={words.crashed}
        action={<Button onClick={() => location.reload()}>{words.reload}</Button>}
      >
        {words.crashedText}
      </EmptyState>
    </main>
  );
}
