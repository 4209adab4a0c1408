import { Button, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';

import type { User } from '../../api/client';
import { useJoinGroup, useLeaveGroup } from '../../api/peopleMutations';
import { useGroups } from '../../api/peopleQueries';
import { useAccess, useCurrentUser } from '../../app/CurrentUser';
import { ChangeEnd } from '../../rights/ChangeEnd';
import { GiveForm } from '../../rights/GiveForm';
import { HeldList } from '../../rights/HeldList';
import { summary } from '../../rights/levels';
import { nameOf } from '../../rights/Person';
import { TakeAway } from '../../rights/TakeAway';
import { Until } from '../../rights/Until';
import { Card } from '../../ui/Card';
import { Dialog } from '../../ui/Dialog';
import { TextLink } from '../../ui/TextLink';
import { useTell } from '../../ui/Toasts';
import classes from './users.module.css';
import { words } from './words';

// The groups that somebody is in. Choosing another takes the right to see groups.
export function UserGroups({ user, mayChange }: { user: User; mayChange: boolean }) {
  const maySeeGroups = useAccess('groups') !== 'none';
  const me = useCurrentUser();
  const groups = useGroups(maySeeGroups).data?.items;
  const mayGive = (id: string) => groups?.find((group) => group.id === id)?.may_give ?? false;
  const join = useJoinGroup(user.id);
  const leave = useLeaveGroup(user.id);
  return (
    <Card title={words.groups} flush aside={mayChange && maySeeGroups && <JoinGroup user={user} />}>
      <p className={classes.underTitle}>{user.groups.length > 0 ? words.groupsText : `${words.noGroups}. ${words.groupsText}`}</p>
      <HeldList
        label={words.groups}
        items={user.groups}
        itemKey={({ id }) => id}
        actions={(group) =>
          mayChange && (
            <>
              <ChangeEnd item={group} give={join} />
              <TakeAway
                button={(act, busy) => (
                  <Button variant="default" size="xs" aria-label={words.leaveOf(group.name)} loading={busy} onClick={act}>
                    {words.leave}
                  </Button>
                )}
                asks={!mayGive(group.id) || user.id === me.user.id}
                title={words.leaveTitle(nameOf(user), group.name)}
                text={words.leaveText}
                action={words.leave}
                item={group}
                take={leave}
                give={join}
                done={words.left(group.name)}
              />
            </>
          )
        }
      >
        {(group) => (
          <>
            {maySeeGroups ? <TextLink to={`/groups/${group.id}`}>{group.name}</TextLink> : group.name}
            <Until iso={group.expires_at} />
          </>
        )}
      </HeldList>
    </Card>
  );
}

function JoinGroup({ user }: { user: User }) {
  const [opened, dialog] = useDisclosure(false);
  const groups = useGroups().data?.items ?? [];
  const join = useJoinGroup(user.id);
  const tell = useTell();
  const left = groups.filter((group) => group.may_give && !user.groups.some(({ id }) => id === group.id));
  const of = (id: string) => left.find((group) => group.id === id);
  const close = () => {
    dialog.close();
    join.reset();
  };
  return (
    <>
      <Button variant="default" size="xs" onClick={dialog.open}>
        {words.join}
      </Button>
      <Dialog opened={opened} title={words.joinTitle(nameOf(user))} onClose={close}>
        {left.length === 0 ? (
          words.noGroupLeft
        ) : (
          <GiveForm
            label={words.group}
            items={left}
            about={(id) => {
              const group = of(id);
              return group && <Text c="var(--quiet)">{group.description || summary(group.access)}</Text>;
            }}
            submit={words.joinSubmit}
            busy={join.isPending}
            error={join.error}
            onCancel={close}
            onSubmit={(id, until) => {
              const name = of(id)?.name ?? '';
              join.mutate(
                { id, until },
                {
                  onSuccess: () => {
                    tell.done(words.joined(name));
                    close();
                  },
                },
              );
            }}
          />
        )}
      </Dialog>
    </>
  );
}
