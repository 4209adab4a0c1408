import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router-dom';

import type { Organization } from '../../api/client';
import { useRemoveOrganization } from '../../api/organizations';
import { useCurrentUser } from '../../app/CurrentUser';
import { Card } from '../../ui/Card';
import { Dialog } from '../../ui/Dialog';
import { fieldErrors, FormError } from '../../ui/FormError';
import { useTell } from '../../ui/Toasts';
import { words } from './words';

// Only for Owners.
export function DeleteOrganization({ organization }: { organization: Organization }) {
  const ownsAppliance = useCurrentUser().appliance_owner;
  const [asking, ask] = useDisclosure(false);
  return (
    <Card title={words.deleting}>
      <Stack align="flex-start" maw="44rem">
        <Text c="var(--quiet)">{ownsAppliance ? words.deletingOwn : words.deletingText}</Text>
        {!ownsAppliance && (
          <Button color="red.9" onClick={ask.open}>
            {words.delete}
          </Button>
        )}
      </Stack>
      <Dialog opened={asking} title={words.deleteTitle(organization.name)} onClose={ask.close}>
        <DeleteForm name={organization.name} onClose={ask.close} />
      </Dialog>
    </Card>
  );
}

function DeleteForm({ name, onClose }: { name: string; onClose: () => void }) {
  const remove = useRemoveOrganization();
  const navigate = useNavigate();
  const tell = useTell();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const isRight = typed.trim() === name;
    setWrong(!isRight);
    if (!isRight) return;
    try {
      // Also when this is not there any more at the end, because everything is gone.
      await remove.mutateAsync(name);
      navigate('/sign-in', { replace: true });
      tell.done(words.deleted(name));
      remove.startAs(null);
    } catch {
      // said by the form
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <Text>
          {words.deletingText} {words.deleteText}
        </Text>
        <FormError error={remove.error} />
        <TextInput
          label={words.deleteType(name)}
          data-autofocus
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={typed}
          error={wrong ? words.deleteWrong : fieldErrors(remove.error).name}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" color="red.9" loading={remove.isPending}>
            {words.delete}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
