import { Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';

import type { Tier } from '../../api/client';
import { type NewOrganization, useCreateOrganization } from '../../api/organizations';
import { Form } from '../../ui/Form';
import { fieldErrors } from '../../ui/FormError';
import { useLinkByMail } from '../../ui/LinkByMail';
import { LinkDialog } from '../../ui/LinkDialog';
import { makesTeam } from '../../ui/tiers';
import { FoundersLink } from './FoundersLink';
import classes from './organizations.module.css';
import { TierChoice } from './TierChoice';
import { words } from './words';

// Asks for the new organization, or team, then shows the link for its Owner, unless it is sent to them.
export function CreateOrganization({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [license, setLicense] = useState<Tier>('ultimate');
  const close = () => {
    onClose();
    setLicense('ultimate');
  };
  return (
    <LinkDialog<NewOrganization>
      opened={opened}
      title={makesTeam(license) ? words.team.title : words.createTitle}
      linkTitle={({ organization }) => words.linkTitle(organization.name)}
      mailed={({ organization }) => words.mailed(organization.name)}
      onClose={close}
      form={(onMade, onCancel) => <OrganizationForm license={license} onLicense={setLicense} onMade={onMade} onCancel={onCancel} />}
      link={(made, onDone) => <FoundersLink made={made} onDone={onDone} />}
    />
  );
}

interface FormProps {
  license: Tier;
  onLicense: (license: Tier) => void;
  onMade: (made: NewOrganization) => void;
  onCancel: () => void;
}

const empty = { name: '', description: '', id: '', owner_first_name: '', owner_last_name: '', owner_email: '' };

function OrganizationForm({ license, onLicense, onMade, onCancel }: FormProps) {
  const create = useCreateOrganization();
  const [values, setValues] = useState(empty);
  const { mail, choice } = useLinkByMail();
  const team = makesTeam(license);
  const errors = fieldErrors(create.error);
  const field = (name: keyof typeof values) => ({
    autoComplete: 'off',
    value: values[name],
    error: errors[name],
    onChange: (event: { currentTarget: { value: string } }) => setValues({ ...values, [name]: event.currentTarget.value }),
  });
  const submit = () => {
    create.mutate(
      {
        name: values.name.trim(),
        id: values.id.trim() || null,
        owner_first_name: values.owner_first_name.trim(),
        owner_last_name: values.owner_last_name.trim(),
        owner_email: values.owner_email.trim(),
        license,
        ...(team && { description: values.description.trim() }),
        mail,
      },
      { onSuccess: onMade },
    );
  };
  return (
    <Form
      error={create.error}
      label={team ? words.team.submit : words.submit}
      busy={create.isPending}
      onSubmit={submit}
      onCancel={onCancel}
    >
      <Text c="var(--quiet)">{words.createText}</Text>
      <TextInput
        {...field('name')}
        label={team ? words.team.name : words.name}
        description={words.nameHelp}
        required
        maxLength={100}
        data-autofocus
      />
      {team && (
        <Textarea
          {...field('description')}
          label={words.team.description}
          description={words.team.descriptionHelp}
          autosize
          minRows={2}
          maxLength={500}
        />
      )}
      <TextInput
        {...field('id')}
        label={words.id}
        description={words.idHelp}
        placeholder={words.idExample}
        autoCapitalize="none"
        spellCheck={false}
        maxLength={64}
      />
      <TierChoice tier={license} error={errors.license} onChange={onLicense} />
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
      {choice}
    </Form>
  );
}
