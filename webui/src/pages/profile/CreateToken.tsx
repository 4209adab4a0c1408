import { Alert, Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';

import { type NewApiToken, useCreateToken } from '../../api/apiTokens';
import type { Access } from '../../api/client';
import { useCurrentUser } from '../../app/CurrentUser';
import { AccessInput } from '../../rights/AccessInput';
import { noAccess } from '../../rights/levels';
import { tokenWords as words } from '../../rights/tokenWords';
import { WideNotice } from '../../rights/WideNotice';
import { CommandLine } from '../../ui/CommandLine';
import { focusUnlessElsewhere } from '../../ui/focusUnlessElsewhere';
import { Form } from '../../ui/Form';
import { useField } from '../../ui/useField';
import classes from './ProfilePage.module.css';

// The form, and in its place what was made: the only time that the token can be seen.
export function CreateToken({ onClose }: { onClose: () => void }) {
  const [made, setMade] = useState<NewApiToken>();
  return made ? <Made made={made} onClose={onClose} /> : <TokenForm onMade={setMade} onClose={onClose} />;
}

function TokenForm({ onMade, onClose }: { onMade: (made: NewApiToken) => void; onClose: () => void }) {
  const { access } = useCurrentUser();
  const create = useCreateToken();
  const name = useField('name', create.error);
  const days = useField('days', create.error, '90');
  const [scope, setScope] = useState<Access>(noAccess);

  const submit = () => {
    create.mutate({ name: name.value, days: Number(days.value), scope }, { onSuccess: onMade });
  };
  return (
    <Form error={create.error} label={words.submit} busy={create.isPending} onSubmit={submit} onCancel={onClose}>
      <TextInput
        label={words.name}
        description={words.nameHelp}
        data-autofocus
        required
        maxLength={64}
        autoComplete="off"
        {...name}
      />
      <NativeSelect
        label={words.days}
        data={words.dayChoices}
        {...days}
      />
      <div>
        <AccessInput
          legend={words.scope}
          value={scope}
          own={access}
          without={['personal_profile']}
          onChange={setScope}
        />
        <p className={classes.hint}>{words.scopeText}</p>
      </div>
      <WideNotice access={scope} />
    </Form>
  );
}

function Made({ made, onClose }: { made: NewApiToken; onClose: () => void }) {
  const copy = useRef<HTMLButtonElement>(null);
  useEffect(() => focusUnlessElsewhere(copy.current), []);
  return (
    <Stack>
      <Alert variant="light" title={words.made(made.details.name)} icon={<IconEyeOff size={20} aria-hidden />}>
        {words.once}
      </Alert>
      <CommandLine ref={copy} begins text={made.token} label={words.copy} />
      <Group justify="flex-end">
        <Button onClick={onClose}>{words.close}</Button>
      </Group>
    </Stack>
  );
}
