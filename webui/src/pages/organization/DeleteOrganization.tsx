import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';

import { useRemoveOrganization } from '../../api/organizations';
import { useCurrentUser } from '../../app/CurrentUser';
import { Card } from '../../ui/Card';
import { Dialog } from '../../ui/Dialog';
import { Form } from '../../ui/Form';
import { fieldErrors } from '../../ui/FormError';
import { useTell } from '../../ui/Toasts';
import { words } from './words';

// What is said of an organization; another page has words for what it calls otherwise.
export type DeletingWords = typeof words.deletion;

// Only for Owners.
export function DeleteOrganization({ name, say = words.deletion }: { name: string; say?: DeletingWords }) {
  const ownsAppliance = useCurrentUser().appliance_owner;
  const [asking, ask] = useDisclosure(false);
  return (
    <Card title={say.heading}>
      <Stack align="flex-start" maw="44rem">
        <Text c="var(--quiet)">{ownsAppliance ? say.own : say.text}</Text>
        {!ownsAppliance && (
          <Button color="red.9" onClick={ask.open}>
            {say.action}
          </Button>
        )}
      </Stack>
      <Dialog opened={asking} title={words.deleteTitle(name)} onClose={ask.close}>
        <DeleteForm name={name} say={say} onClose={ask.close} />
      </Dialog>
    </Card>
  );
}

function DeleteForm({ name, say, onClose }: { name: string; say: DeletingWords; onClose: () => void }) {
  const remove = useRemoveOrganization();
  const navigate = useNavigate();
  const tell = useTell();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);

  const submit = async () => {
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
    <Form error={remove.error} label={say.action} busy={remove.isPending} danger onSubmit={submit} onCancel={onClose}>
      <Text>
        {say.text} {words.deleteText}
      </Text>
      <TextInput
        label={words.deleteType(name)}
        data-autofocus
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={typed}
        error={wrong ? say.wrong : fieldErrors(remove.error).name}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </Form>
  );
}
