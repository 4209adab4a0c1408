import { Alert, Textarea, TextInput } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';

import { Step } from './Step';
import classes from './Step.module.css';
import { words } from './words';

interface OrganizationStepProps {
  // A smaller license makes a team, which says in a few words what it is for.
  team: boolean;
  name: string;
  description: string;
  errors: Readonly<Record<string, string>>;
  onName: (name: string) => void;
  onDescription: (description: string) => void;
  onDone: () => void;
  onBack: () => void;
}

export function OrganizationStep({ team, name, description, errors, onName, onDescription, onDone, onBack }: OrganizationStepProps) {
  const say = team ? words.team : words.organization;
  const submit = () => {
    onName(name.trim());
    if (name.trim() !== '') onDone();
  };
  return (
    <Step
      number={2}
      title={say.title}
      lead={say.lead}
      submit={say.submit}
      onSubmit={submit}
      onBack={onBack}
    >
      <TextInput
        label={say.label}
        placeholder={say.placeholder}
        required
        autoFocus
        autoComplete="organization"
        maxLength={100}
        size="lg"
        value={name}
        error={errors.organization_name}
        onChange={(event) => onName(event.currentTarget.value)}
      />
      {team && (
        <Textarea
          label={words.team.description}
          description={words.team.descriptionHelp}
          autosize
          minRows={2}
          maxLength={500}
          value={description}
          error={errors.description}
          onChange={(event) => onDescription(event.currentTarget.value)}
        />
      )}
    </Step>
  );
}

interface ReviewStepProps {
  team: boolean;
  name: string;
  description: string;
  onDone: () => void;
  onBack: () => void;
}

export function ReviewStep({ team, name, description, onDone, onBack }: ReviewStepProps) {
  return (
    <Step number={3} title={words.review.title} submit={words.continue} onSubmit={onDone} onBack={onBack}>
      <p className={classes.name}>{name}</p>
      {description && <p className={classes.description}>{description}</p>}
      <Alert color="lamp" icon={<IconLock size={20} />}>
        {team ? words.review.teamWarning : words.review.warning}
      </Alert>
    </Step>
  );
}
