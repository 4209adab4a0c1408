import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { Link } from 'react-router-dom';

import { Page } from '../ui/Page';
import { EmptyState } from '../ui/States';
import { words } from './words';

export function NotFoundPage() {
  return (
    <Page title={words.notFound}>
      <EmptyState
        icon={<IconMapOff size={24} />}
        title="404"
        action={
          <Button component={Link} to="/">
            {words.toDashboard}
          </Button>
        }
      >
        {words.notFoundText}
      </EmptyState>
    </Page>
  );
}
