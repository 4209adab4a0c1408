import { Button, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';

import type { Group, Role } from '../../api/client';
import { useGiveGroupRole, useTakeGroupRole } from '../../api/peopleMutations';
import { useRoles } from '../../api/peopleQueries';
import { useAccess } from '../../app/CurrentUser';
import { ChangeEnd } from '../../rights/ChangeEnd';
import { GiveForm } from '../../rights/GiveForm';
import { HeldList } from '../../rights/HeldList';
import { summary } from '../../rights/levels';
import { TakeAway } from '../../rights/TakeAway';
import { Until } from '../../rights/Until';
import { Card } from '../../ui/Card';
import { Dialog } from '../../ui/Dialog';
import { TextLink } from '../../ui/TextLink';
import { useTell } from '../../ui/Toasts';
import classes from './groups.module.css';
import { words } from './words';

// What they are called takes the right to see roles.
export function GroupRoles({ group, mayChange }: { group: Group; mayChange: boolean }) {
  const maySeeRoles = useAccess('roles') !== 'none';
  const roles = useRoles(maySeeRoles).data?.items;
  const give = useGiveGroupRole(group.id);
  const take = useTakeGroupRole(group.id);
  const endOf = (id: string) => group.role_ends[id] ?? null;
  const held = roles?.filter(({ id }) => group.roles.includes(id)) ?? [];
  const text =
    group.roles.length === 0 ? words.noRoles : maySeeRoles ? words.rolesText : words.rolesUnknown(group.roles.length);
  return (
    <Card title={words.roles} flush aside={mayChange && maySeeRoles && <GiveRole group={group} roles={roles ?? []} />}>
      <p className={classes.underTitle}>{text}</p>
      <HeldList
        label={words.roles}
        items={held}
        itemKey={({ id }) => id}
        actions={(role) =>
          mayChange && (
            <>
              {role.may_give && <ChangeEnd item={{ ...role, expires_at: endOf(role.id) }} give={give} />}
              <TakeAway
                button={(act, busy) => (
                  <Button variant="default" size="xs" aria-label={words.takeOf(role.name)} loading={busy} onClick={act}>
                    {words.take}
                  </Button>
                )}
                asks={!role.may_give}
                title={words.takeTitle(role.name, group.name)}
                text={words.takeText}
                action={words.take}
                item={{ id: role.id, expires_at: endOf(role.id) }}
                take={take}
                give={give}
                done={words.taken(role.name)}
              />
            </>
          )
        }
      >
        {(role) => (
          <>
            <TextLink to={`/roles/${role.id}`}>{role.name}</TextLink>
            <Until iso={endOf(role.id)} />
          </>
        )}
      </HeldList>
    </Card>
  );
}

function GiveRole({ group, roles }: { group: Group; roles: Role[] }) {
  const [opened, dialog] = useDisclosure(false);
  const give = useGiveGroupRole(group.id);
  const tell = useTell();
  const left = roles.filter(({ id, key, may_give }) => may_give && key !== 'owner' && key !== 'user' && !group.roles.includes(id));
  const of = (id: string) => left.find((role) => role.id === id);
  const close = () => {
    dialog.close();
    give.reset();
  };
  const submit = (id: string, until: string | null) => {
    const name = of(id)?.name ?? '';
    const onSuccess = () => {
      tell.done(words.given(name));
      close();
    };
    give.mutate({ id, until }, { onSuccess });
  };
  return (
    <>
      <Button variant="default" size="xs" onClick={dialog.open}>
        {words.giveRole}
      </Button>
      <Dialog opened={opened} title={words.giveRoleTo(group.name)} onClose={close}>
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
            submit={words.give}
            busy={give.isPending}
            error={give.error}
            onCancel={close}
            onSubmit={submit}
          />
        )}
      </Dialog>
    </>
  );
}
