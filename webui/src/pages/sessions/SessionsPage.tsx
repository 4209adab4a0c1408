import { Button } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { Link } from 'react-router-dom';

import { useSessions } from '../../api/queries';
import { useAccess } from '../../app/CurrentUser';
import { Card } from '../../ui/Card';
import { ExportMenu } from '../../ui/ExportMenu';
import { FilterIsOn } from '../../ui/FilterIsOn';
import { Listing } from '../../ui/Listing';
import { Page } from '../../ui/Page';
import { listOf } from '../../ui/pages';
import { EmptyState } from '../../ui/States';
import { useChoice } from '../../ui/useChoice';
import { useColumns } from '../../ui/useColumns';
import { exportPath, filterOf, isNarrowed, readChoice, writeChoice } from './filter';
import { Filters } from './Filters';
import { allColumns, SessionTable } from './SessionTable';
import { words } from './words';

const inAddress = { read: readChoice, write: writeChoice };

export default function SessionsPage() {
  const { choice, change, typed, setTyped, isOld } = useChoice(inAddress);
  const table = useColumns('sessions', allColumns);
  const query = useSessions(filterOf(choice));
  const { rows, more } = listOf(query);
  const clear = () => {
    setTyped('');
    change(readChoice(new URLSearchParams()));
  };

  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        <ExportMenu
          files={[
            { label: words.exportCsv, path: exportPath(choice, 'csv') },
            { label: words.exportJson, path: exportPath(choice, 'json') },
          ]}
        />
      }
    >
      <Card flush>
        <Filters choice={choice} typed={typed} onType={setTyped} onChange={change} menu={table.menu} />
        {isOld && (isNarrowed(choice) || choice.show === 'active') && <FilterIsOn onReset={clear} />}
        <Listing
          query={query}
          rows={rows}
          empty={isNarrowed(choice) ? <NoMatch onClear={clear} /> : <NoSessions active={choice.show === 'active'} />}
        >
          <SessionTable columns={table.columns} label={words.tableLabel} sessions={rows} more={more} />
        </Listing>
      </Card>
    </Page>
  );
}

function NoMatch({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      icon={<IconHistory size={24} />}
      title={words.noMatch}
      action={
        <Button variant="light" onClick={onClear}>
          {words.clear}
        </Button>
      }
    >
      {words.noMatchText}
    </EmptyState>
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
