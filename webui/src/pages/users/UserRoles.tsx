import { Button, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';

import type { User } from '../../api/client';
import { useGiveUserRole, useTakeUserRole } from '../../api/peopleMutations';
import { useRoles } from '../../api/peopleQueries';
import { useAccess, useCurrentUser, useFeature } from '../../app/CurrentUser';
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

const EVERYBODYS = 'user';
const OWNER = 'owner';

// The roles that somebody has by themselves. Choosing another takes the right to see roles.
export function UserRoles({ user, mayChange: mayEdit }: { user: User; mayChange: boolean }) {
  const mayChange = useFeature('user_roles') && mayEdit;
  const hasPages = useFeature('roles');
  const isAlone = !useFeature('groups');
  const maySeeRoles = useAccess('roles') !== 'none';
  const roles = useRoles(maySeeRoles).data?.items;
  const give = useGiveUserRole(user.id);
  const take = useTakeUserRole(user.id);
  const me = useCurrentUser();
  const keyOf = (id: string) => roles?.find((role) => role.id === id)?.key;
  const mayGive = (id: string) => roles?.find((role) => role.id === id)?.may_give ?? false;
  return (
    <Card title={words.roles} flush className={isAlone ? classes.wide : undefined} aside={mayChange && maySeeRoles && <GiveRole user={user} />}>
      <p className={classes.underTitle}>{words.rolesText}</p>
      <HeldList
        label={words.roles}
        items={user.roles}
        itemKey={({ id }) => id}
        actions={(role) =>
          keyOf(role.id) === EVERYBODYS ? (
            <Text component="span" c="var(--quiet)" fz="sm">
              {words.everybody}
            </Text>
          ) : (
            mayChange && (
              <>
                {keyOf(role.id) !== OWNER && <ChangeEnd item={role} give={give} />}
                <TakeAway
                  button={(act, busy) => (
                    <Button variant="default" size="xs" aria-label={words.takeOf(role.name)} loading={busy} onClick={act}>
                      {words.take}
                    </Button>
                  )}
                  // Who takes something from themselves may not be able to give it back; nor does an Owner go by mistake.
                  asks={!mayGive(role.id) || keyOf(role.id) === OWNER || user.id === me.user.id}
                  title={words.takeTitle(role.name, nameOf(user))}
                  text={words.takeText}
                  action={words.take}
                  item={role}
                  take={take}
                  give={give}
                  done={words.taken(role.name)}
                />
              </>
            )
          )
        }
      >
        {(role) => (
          <>
            {maySeeRoles && hasPages ? <TextLink to={`/roles/${role.id}`}>{role.name}</TextLink> : role.name}
            <Until iso={role.expires_at} />
          </>
        )}
      </HeldList>
    </Card>
  );
}

function GiveRole({ user }: { user: User }) {
  const [opened, dialog] = useDisclosure(false);
  const roles = useRoles().data?.items ?? [];
  const give = useGiveUserRole(user.id);
  const tell = useTell();
  const left = roles.filter((role) => role.may_give && !user.roles.some(({ id }) => id === role.id));
  const of = (id: string) => left.find((role) => role.id === id);
  const close = () => {
    dialog.close();
    give.reset();
  };
  return (
    <>
      <Button variant="default" size="xs" onClick={dialog.open}>
        {words.giveRole}
      </Button>
      <Dialog opened={opened} title={words.giveRoleTo(nameOf(user))} onClose={close}>
        {left.length === 0 ? (
          words.allGiven
        ) : (
          <GiveForm
            label={words.role}
            items={left}
            about={(id) => {
              const role = of(id);
              return role && <Text c="var(--quiet)">{role.description || summary(role.access)}</Text>;
            }}
            endless={(id) => (of(id)?.key === OWNER ? words.ownerHasNoEnd : undefined)}
            submit={words.give}
            busy={give.isPending}
            error={give.error}
            onCancel={close}
            onSubmit={(id, until) => {
              const name = of(id)?.name ?? '';
              give.mutate(
                { id, until },
                {
                  onSuccess: () => {
                    tell.done(words.given(name));
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
