import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconUser } from '@tabler/icons-react';

import type { User } from '../../api/client';
import { useUsers } from '../../api/peopleQueries';
import { useAccess, useFeature, useMakesByHand } from '../../app/CurrentUser';
import { Person, Wordy } from '../../rights/Person';
import { Card } from '../../ui/Card';
import { When } from '../../ui/Clock';
import { type Column, DataTable } from '../../ui/DataTable';
import { FilterIsOn } from '../../ui/FilterIsOn';
import { Listing } from '../../ui/Listing';
import { Page } from '../../ui/Page';
import { listOf } from '../../ui/pages';
import { EmptyState } from '../../ui/States';
import { useChoice } from '../../ui/useChoice';
import { useColumns } from '../../ui/useColumns';
import { CreateUser } from './CreateUser';
import { type Choice, filterOf, isFiltered, isNarrowed, readChoice, writeChoice } from './filter';
import { Filters } from './Filters';
import { FromElsewhere } from './FromElsewhere';
import { Invitations } from './Invitations';
import { InviteUser } from './InviteUser';
import { UserState } from './UserState';
import { words } from './words';

const names = (all: { name: string }[]) => all.map(({ name }) => name).join(', ');

const columns: Column<User>[] = [
  { title: words.columns.name, kind: 'lead', cell: (user) => <Person user={user} /> },
  { id: 'state', title: words.columns.state, cell: (user) => <UserState user={user} /> },
  { id: 'roles', title: words.columns.roles, cell: (user) => <Wordy>{names(user.roles)}</Wordy> },
  { id: 'groups', title: words.columns.groups, cell: (user) => user.groups.length > 0 && <Wordy>{names(user.groups)}</Wordy> },
  { id: 'created', title: words.columns.created, kind: 'number', minor: true, cell: (user) => <When iso={user.created_at} /> },
];

const inAddress = { read: readChoice, write: writeChoice };

export default function UsersPage() {
  const mayEdit = useAccess('users') === 'edit';
  const hasGroups = useFeature('groups');
  const invites = useFeature('invite_users');
  const byHand = useMakesByHand();
  const [creating, dialog] = useDisclosure(false);
  const { choice, change, typed, setTyped, isOld } = useChoice(inAddress);
  const table = useColumns('users', hasGroups ? columns : columns.filter(({ id }) => id !== 'groups'));
  const query = useUsers(filterOf(choice));
  const { rows, more } = listOf(query);
  const clear = () => {
    setTyped('');
    change({ ...readChoice(new URLSearchParams()), order: choice.order });
  };
  const create = mayEdit && byHand && (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={dialog.open}>
      {invites ? words.invite : words.create}
    </Button>
  );
  return (
    <Page title={words.title} lead={invites ? words.leadTeam : words.lead} actions={create}>
      {mayEdit && !byHand && <FromElsewhere />}
      <Card flush>
        <Filters choice={choice} typed={typed} onType={setTyped} onChange={change} menu={table.menu} />
        {isOld && isFiltered(choice) && <FilterIsOn onReset={clear} />}
        <Listing query={query} rows={rows} empty={<Nobody choice={choice} onClear={clear} />}>
          <DataTable label={words.tableLabel} columns={table.columns} rows={rows} rowKey={({ id }) => id} more={more} />
        </Listing>
      </Card>
      {invites && <Invitations mayEdit={mayEdit} />}
      {create && (invites ? <InviteUser opened={creating} onClose={dialog.close} /> : <CreateUser opened={creating} onClose={dialog.close} />)}
    </Page>
  );
}

// There is always one user at least: oneself.
function Nobody({ choice, onClear }: { choice: Choice; onClear: () => void }) {
  return (
    <EmptyState
      icon={<IconUser size={24} />}
      title={words.noMatch}
      action={
        isFiltered(choice) && (
          <Button variant="light" onClick={onClear}>
            {words.clear}
          </Button>
        )
      }
    >
      {isNarrowed(choice) ? words.noMatchNarrowed : words.noMatchText}
    </EmptyState>
  );
}
