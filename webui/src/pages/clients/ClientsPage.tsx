import { Badge, Button } from '@mantine/core';
import { IconDeviceDesktop, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router-dom';

import type { Machine } from '../../api/client';
import { useClients } from '../../api/queries';
import { useAccess, useCurrentUser } from '../../app/CurrentUser';
import { calledExactly, groupDigits } from '../../ui/address';
import { Card } from '../../ui/Card';
import { ConnectButton } from '../../ui/ConnectButton';
import { type Column, DataTable } from '../../ui/DataTable';
import { FilterIsOn } from '../../ui/FilterIsOn';
import { Listing } from '../../ui/Listing';
import { Page } from '../../ui/Page';
import { listOf } from '../../ui/pages';
import { platformName } from '../../ui/platform';
import { EmptyState } from '../../ui/States';
import { OnlineStatus } from '../../ui/Status';
import { Tags } from '../../ui/Tags';
import { TextLink } from '../../ui/TextLink';
import { useChoice } from '../../ui/useChoice';
import { useColumns } from '../../ui/useColumns';
import { approvalWords } from './approvalWords';
import classes from './ClientsPage.module.css';
import { type Choice, filterOf, isFiltered, isNarrowed, readChoice, writeChoice } from './filter';
import { Filters } from './Filters';
import { helpWords } from './helpWords';
import { keyWords } from './keyWords';
import { LastSeen } from './LastSeen';
import { SelectedMachines } from './SelectedMachines';
import { words } from './words';

// Of a machine; all of them are on its page.
const TAGS_SHOWN = 6;

const columnsWith = (pick: (tag: string) => void): Column<Machine>[] => [
  {
    title: words.columns.name,
    kind: 'lead',
    cell: (machine) => (
      <span className={classes.name}>
        <TextLink to={`/clients/${encodeURIComponent(machine.id)}`}>{machine.name || groupDigits(machine.id)}</TextLink>
        {machine.this_machine && <Badge variant="light">{words.thisMachine}</Badge>}
        {machine.help && (
          <Badge variant="filled" color="lamp">
            {helpWords.badge}
          </Badge>
        )}
        {machine.mode === 'portable' && (
          <Badge variant="light" color="gray">
            {words.portable}
          </Badge>
        )}
        {machine.offered_device_key_fingerprint && (
          <Badge variant="light" color="red">
            {keyWords.badge}
          </Badge>
        )}
        {machine.active_sessions > 0 && (
          <Badge variant="light" color="lamp">
            {words.inUse(machine.active_sessions)}
          </Badge>
        )}
      </span>
    ),
  },
  { id: 'id', title: words.columns.id, kind: 'number', cell: (machine) => groupDigits(machine.id) },
  { id: 'alias', title: words.columns.alias, cell: ({ alias }) => alias && <Alias alias={alias} /> },
  {
    id: 'tags',
    title: words.columns.tags,
    cell: ({ tags }) =>
      tags.length > 0 && (
        <div className={classes.tags}>
          <Tags tags={tags} onPick={pick} most={TAGS_SHOWN} />
        </div>
      ),
  },
  { id: 'state', title: words.columns.state, cell: (machine) => <OnlineStatus online={machine.online} /> },
  { id: 'version', title: words.columns.version, kind: 'number', minor: true, cell: (machine) => machine.version },
  { id: 'platform', title: words.columns.platform, kind: 'number', minor: true, cell: (machine) => platformName(machine.platform) },
  { id: 'system', title: words.columns.system, extra: true, cell: (machine) => machine.os },
  { id: 'seen', title: words.columns.seen, cell: (machine) => <LastSeen machine={machine} /> },
  { title: words.columns.actions, kind: 'action', cell: (machine) => <ConnectButton machine={machine} /> },
];

// Where it does not fit, its name and its namespace stand on lines of their own.
function Alias({ alias }: { alias: string }) {
  const at = alias.includes('@') ? alias.indexOf('@') : alias.length;
  return (
    <span className={classes.alias}>
      {alias.slice(0, at)}
      <wbr />
      {alias.slice(at)}
    </span>
  );
}

const boxOf = (machine: Machine) => words.choose(calledExactly(machine));

const inAddress = { read: readChoice, write: writeChoice };

export default function ClientsPage() {
  const mayAdd = useAccess('clients') === 'edit';
  const { choice, change, typed, setTyped, isOld } = useChoice(inAddress);
  const pick = (tag: string) => change({ tags: [...choice.tags.filter((one) => one !== tag), tag] });
  const table = useColumns('clients', columnsWith(pick));
  const query = useClients(filterOf(choice));
  const { rows, more } = listOf(query);
  // Who has no tags needs no column for them.
  const columns = table.columns.filter(({ id }) => id !== 'tags' || rows?.some(({ tags }) => tags.length > 0));
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  // What is not shown any more is not chosen any more.
  const selected = (rows ?? []).filter(({ id }) => chosen.has(id));
  const clear = () => {
    setTyped('');
    change({ ...readChoice(new URLSearchParams()), order: choice.order });
  };

  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        <>
          <Button variant="default" component={Link} to="/clients/approvals">
            {approvalWords.title}
          </Button>
          {mayAdd && <AddMachine />}
        </>
      }
    >
      <Card flush>
        <Filters choice={choice} typed={typed} onType={setTyped} onChange={change} menu={table.menu} />
        {isOld && isFiltered(choice) && <FilterIsOn onReset={clear} />}
        {mayAdd && <SelectedMachines machines={selected} onClear={() => choose(new Set())} />}
        <Listing query={query} rows={rows} empty={<NoMachines choice={choice} mayAdd={mayAdd} onClear={clear} />}>
          <DataTable
            label={words.tableLabel}
            columns={columns}
            rows={rows}
            rowKey={({ id }) => id}
            more={more}
            selection={mayAdd ? { chosen, onChange: choose, label: boxOf, all: words.chooseAll } : undefined}
          />
        </Listing>
      </Card>
    </Page>
  );
}

function AddMachine() {
  return (
    <Button component={Link} to="/clients/add" leftSection={<IconPlus size={18} aria-hidden />}>
      {words.add}
    </Button>
  );
}

function NoMachines({ choice, mayAdd, onClear }: { choice: Choice; mayAdd: boolean; onClear: () => void }) {
  const filtered = isFiltered(choice);
  const none = useCurrentUser().appliance_owner ? words.noneTextHere : words.noneText;
  return (
    <EmptyState
      icon={<IconDeviceDesktop size={24} />}
      title={filtered ? words.noMatch : words.none}
      action={
        filtered ? (
          <Button variant="light" onClick={onClear}>
            {words.clear}
          </Button>
        ) : (
          mayAdd && (
            <Button variant="light" component={Link} to="/clients/add">
              {words.addFirst}
            </Button>
          )
        )
      }
    >
      {!filtered ? none : isNarrowed(choice) ? words.noMatchNarrowed : words.noMatchText}
    </EmptyState>
  );
}
