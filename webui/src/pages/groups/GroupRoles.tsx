import { Button, Group as Row, NativeSelect, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type FormEvent, useState } from 'react';

import type { Group, Role } from '../../api/client';
import { useGiveGroupRole, useTakeGroupRole } from '../../api/peopleMutations';
import { useRoles } from '../../api/peopleQueries';
import { useAccess } from '../../app/CurrentUser';
import { HeldList } from '../../rights/HeldList';
import { summary } from '../../rights/levels';
import { AskedAction } from '../../ui/AskedAction';
import { Card } from '../../ui/Card';
import { Dialog } from '../../ui/Dialog';
import { FormError } from '../../ui/FormError';
import { TextLink } from '../../ui/TextLink';
import { useTell } from '../../ui/Toasts';
import classes from './groups.module.css';
import { words } from './words';

// What they are called takes the right to see roles.
export function GroupRoles({ group, mayChange }: { group: Group; mayChange: boolean }) {
  const maySeeRoles = useAccess('roles') !== 'none';
  const roles = useRoles(maySeeRoles).data?.items;
  const take = useTakeGroupRole(group.id);
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
            <AskedAction
              button={(ask) => (
                <Button variant="default" size="xs" aria-label={words.takeOf(role.name)} onClick={ask}>
                  {words.take}
                </Button>
              )}
              title={words.takeTitle(role.name, group.name)}
              action={words.take}
              mutation={take}
              argument={role.id}
              done={words.taken(role.name)}
            >
              {words.takeText}
            </AskedAction>
          )
        }
      >
        {(role) => <TextLink to={`/roles/${role.id}`}>{role.name}</TextLink>}
      </HeldList>
    </Card>
  );
}

function GiveRole({ group, roles }: { group: Group; roles: Role[] }) {
  const [opened, dialog] = useDisclosure(false);
  const left = roles.filter(({ id, key, may_give }) => may_give && key !== 'owner' && key !== 'user' && !group.roles.includes(id));
  return (
    <>
      <Button variant="default" size="xs" onClick={dialog.open}>
        {words.giveRole}
      </Button>
      <Dialog opened={opened} title={words.giveRoleTo(group.name)} onClose={dialog.close}>
        {left.length === 0 ? words.allGiven : <GiveForm group={group} left={left} onClose={dialog.close} />}
      </Dialog>
    </>
  );
}

function GiveForm({ group, left, onClose }: { group: Group; left: Role[]; onClose: () => void }) {
  const give = useGiveGroupRole(group.id);
  const tell = useTell();
  const [chosen, setChosen] = useState(left[0]?.id ?? '');
  const role = left.find(({ id }) => id === chosen);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    give.mutate(chosen, {
      onSuccess: () => {
        tell.done(words.given(role?.name ?? ''));
        onClose();
      },
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <FormError error={give.error} />
        <NativeSelect
          label={words.role}
          data-autofocus
          data={left.map(({ id, name }) => ({ value: id, label: name }))}
          value={chosen}
          onChange={(event) => setChosen(event.currentTarget.value)}
        />
        {role && <Text c="var(--quiet)">{role.description || summary(role.access)}</Text>}
        <Row justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={give.isPending}>
            {words.give}
          </Button>
        </Row>
      </Stack>
    </form>
  );
}
