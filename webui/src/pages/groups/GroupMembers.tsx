import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUsersGroup } from '@tabler/icons-react';

import type { Group, User } from '../../api/client';
import { useAddMember, useRemoveMember } from '../../api/peopleMutations';
import { useUsers } from '../../api/peopleQueries';
import { useCurrentUser } from '../../app/CurrentUser';
import { ChangeEnd } from '../../rights/ChangeEnd';
import { nameOf, Person, Wordy } from '../../rights/Person';
import { TakeAway } from '../../rights/TakeAway';
import { Until } from '../../rights/Until';
import { Card } from '../../ui/Card';
import { type Column, DataTable } from '../../ui/DataTable';
import { Listing } from '../../ui/Listing';
import { listOf } from '../../ui/pages';
import { EmptyState } from '../../ui/States';
import { UserState } from '../users/UserState';
import { AddMember } from './AddMember';
import classes from './groups.module.css';
import { words } from './words';

const endOf = (user: User, group: Group) => user.groups.find(({ id }) => id === group.id)?.expires_at ?? null;

export function GroupMembers({ group, mayChange }: { group: Group; mayChange: boolean }) {
  const [adding, dialog] = useDisclosure(false);
  const query = useUsers({ search: '', group: group.id });
  const { rows, more } = listOf(query);
  const columns: Column<User>[] = [
    { title: words.memberColumns.name, kind: 'lead', cell: (user) => <Person user={user} /> },
    { title: words.memberColumns.state, cell: (user) => <UserState user={user} /> },
    { title: words.memberColumns.until, cell: (user) => <End iso={endOf(user, group)} /> },
  ];
  const actions: Column<User> = {
    title: words.memberColumns.actions,
    kind: 'action',
    cell: (user) => user.may_change && <MemberActions group={group} user={user} />,
  };
  const empty = (
    <EmptyState icon={<IconUsersGroup size={24} />} title={words.noMembers}>
      {mayChange && words.noMembersText}
    </EmptyState>
  );
  return (
    <Card
      title={words.memberList}
      flush
      aside={
        mayChange && (
          <Button variant="default" size="xs" onClick={dialog.open}>
            {words.add}
          </Button>
        )
      }
    >
      <Listing query={query} rows={rows} empty={empty}>
        <DataTable
          label={words.membersLabel}
          columns={mayChange ? [...columns, actions] : columns}
          rows={rows}
          rowKey={({ id }) => id}
          more={more}
        />
      </Listing>
      {mayChange && <AddMember group={group} opened={adding} onClose={dialog.close} />}
    </Card>
  );
}

function End({ iso }: { iso: string | null }) {
  return iso === null ? <Wordy>{words.forGood}</Wordy> : <Until iso={iso} />;
}

function MemberActions({ group, user }: { group: Group; user: User }) {
  const set = useAddMember(group.id);
  const remove = useRemoveMember(group.id);
  const me = useCurrentUser();
  const name = nameOf(user);
  return (
    <span className={classes.actions}>
      <ChangeEnd item={{ id: user.id, name, expires_at: endOf(user, group) }} give={set} />
      <TakeAway
        button={(act, busy) => (
          <Button variant="default" size="xs" aria-label={words.removeOf(name)} loading={busy} onClick={act}>
            {words.remove}
          </Button>
        )}
        // Who leaves a group may not be able to come back.
        asks={user.id === me.user.id}
        title={words.removeTitle(name, group.name)}
        text={words.removeText}
        action={words.remove}
        item={{ id: user.id, expires_at: endOf(user, group) }}
        take={remove}
        give={set}
        done={words.removed(name)}
      />
    </span>
  );
}
