import { Button } from '@mantine/core';
import { Link } from 'react-router-dom';

import type { NewUser } from '../../api/client';
import { useCreateUser } from '../../api/peopleMutations';
import { nameOf } from '../../rights/Person';
import { LinkDialog } from '../../ui/LinkDialog';
import { HandOverLink } from './HandOverLink';
import { PersonForm } from './PersonForm';
import { words } from './words';

export function CreateUser({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <LinkDialog<NewUser>
      opened={opened}
      title={words.createTitle}
      linkTitle={({ user }) => words.handOverTitle(nameOf(user))}
      mailed={({ user }) => words.mailed(user.email)}
      onClose={onClose}
      form={(onMade, onCancel) => <Form onMade={onMade} onCancel={onCancel} />}
      link={(made, onDone) => <HandOverLink user={made.user} link={made} onDone={onDone} toPage />}
    />
  );
}

function Form({ onMade, onCancel }: { onMade: (made: NewUser) => void; onCancel: () => void }) {
  const create = useCreateUser();
  const many = (
    <Button variant="subtle" component={Link} to="/users/many" mr="auto">
      {words.advanced}
    </Button>
  );
  return (
    <PersonForm
      text={words.createText}
      submit={words.submit}
      other={many}
      busy={create.isPending}
      error={create.error}
      onSubmit={(person) => create.mutate(person, { onSuccess: onMade })}
      onCancel={onCancel}
    />
  );
}
