import { Button, SegmentedControl } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { Link, useSearchParams } from 'react-router-dom';

import { useSessions } from '../../api/queries';
import { useAccess } from '../../app/CurrentUser';
import { Card } from '../../ui/Card';
import { Listing } from '../../ui/Listing';
import { Page } from '../../ui/Page';
import { listOf } from '../../ui/pages';
import { EmptyState } from '../../ui/States';
import { SessionTable } from './SessionTable';
import { words } from './words';

export default function SessionsPage() {
  const [params, setParams] = useSearchParams();
  const active = params.get('show') === 'active';
  const query = useSessions({ active });
  const { rows, more } = listOf(query);

  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        <SegmentedControl
          aria-label={words.filter}
          value={active ? 'active' : 'all'}
          onChange={(value) => setParams(value === 'active' ? { show: value } : {}, { replace: true })}
          data={[
            { value: 'all', label: words.all },
            { value: 'active', label: words.active },
          ]}
        />
      }
    >
      <Card flush>
        <Listing query={query} rows={rows} empty={<NoSessions active={active} />}>
          <SessionTable layout="full" label={words.tableLabel} sessions={rows} more={more} />
        </Listing>
      </Card>
    </Page>
  );
}

function NoSessions({ active }: { active: boolean }) {
  const mayConnect = useAccess('clients') !== 'none';
  return (
    <EmptyState
      icon={<IconHistory size={24} />}
      title={active ? words.noneActive : words.none}
      action={
        mayConnect && (
          <Button component={Link} to="/clients" variant="light">
            {words.toClients}
          </Button>
        )
      }
    >
      {active ? words.noneActiveText : words.noneText}
    </EmptyState>
  );
}
