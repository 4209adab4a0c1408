import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';

import { type NewOrganization, useCreateOrganization } from '../../api/organizations';
import { useApplianceState } from '../../api/queries';
import { Dialog } from '../../ui/Dialog';
import { fieldErrors, FormError } from '../../ui/FormError';
import { LinkByMail } from '../../ui/LinkByMail';
import { useTell } from '../../ui/Toasts';
import { FoundersLink } from './FoundersLink';
import classes from './organizations.module.css';
import { words } from './words';

// Asks for the new organisation, then shows the link for its Owner, unless it is sent to them.
export function CreateOrganization({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [made, setMade] = useState<NewOrganization | null>(null);
  const tell = useTell();
  const close = () => {
    onClose();
    setMade(null);
  };
  const isMade = (organization: NewOrganization) => {
    if (organization.link !== null) return setMade(organization);
    tell.done(words.mailed(organization.organization.name));
    close();
  };
  return (
    <Dialog opened={opened} title={made ? words.linkTitle(made.organization.name) : words.createTitle} onClose={close}>
      {made ? <FoundersLink made={made} onDone={close} /> : <OrganizationForm onMade={isMade} onCancel={close} />}
    </Dialog>
  );
}

const empty = { name: '', id: '', owner_first_name: '', owner_last_name: '', owner_email: '' };

function OrganizationForm({ onMade, onCancel }: { onMade: (made: NewOrganization) => void; onCancel: () => void }) {
  const create = useCreateOrganization();
  const [values, setValues] = useState(empty);
  const sendsMail = useApplianceState().data?.mail ?? false;
  const [byMail, setByMail] = useState(true);
  const errors = fieldErrors(create.error);
  const field = (name: keyof typeof values) => ({
    autoComplete: 'off',
    value: values[name],
    error: errors[name],
    onChange: (event: { currentTarget: { value: string } }) => setValues({ ...values, [name]: event.currentTarget.value }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(
      {
        name: values.name.trim(),
        id: values.id.trim() || null,
        owner_first_name: values.owner_first_name.trim(),
        owner_last_name: values.owner_last_name.trim(),
        owner_email: values.owner_email.trim(),
        mail: sendsMail && byMail,
      },
      { onSuccess: onMade },
    );
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text c="var(--quiet)">{words.createText}</Text>
        <FormError error={create.error} />
        <TextInput {...field('name')} label={words.name} description={words.nameHelp} required maxLength={100} data-autofocus />
        <TextInput
          {...field('id')}
          label={words.id}
          description={words.idHelp}
          placeholder={words.idExample}
          autoCapitalize="none"
          spellCheck={false}
          maxLength={64}
        />
        <fieldset className={classes.owner}>
          <legend>{words.owner}</legend>
          <Stack>
            <div className={classes.pair}>
              <TextInput {...field('owner_first_name')} label={words.firstName} required maxLength={100} />
              <TextInput {...field('owner_last_name')} label={words.lastName} required maxLength={100} />
            </div>
            <TextInput
              {...field('owner_email')}
              label={words.email}
              description={words.emailHelp}
              required
              type="email"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={254}
            />
          </Stack>
        </fieldset>
        {sendsMail && <LinkByMail byMail={byMail} onChange={setByMail} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {words.submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
