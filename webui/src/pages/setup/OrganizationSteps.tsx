import { Alert, TextInput } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';

import { Step } from './Step';
import classes from './Step.module.css';
import { words } from './words';

interface OrganizationStepProps {
  name: string;
  error: string | undefined;
  onName: (name: string) => void;
  onDone: () => void;
  onBack: () => void;
}

export function OrganizationStep({ name, error, onName, onDone, onBack }: OrganizationStepProps) {
  const submit = () => {
    onName(name.trim());
    if (name.trim() !== '') onDone();
  };
  return (
    <Step
      number={2}
      title={words.organization.title}
      lead={words.organization.lead}
      submit={words.organization.submit}
      onSubmit={submit}
      onBack={onBack}
    >
      <TextInput
        label={words.organization.label}
        placeholder={words.organization.placeholder}
        required
        autoFocus
        autoComplete="organization"
        maxLength={100}
        size="lg"
        value={name}
        error={error}
        onChange={(event) => onName(event.currentTarget.value)}
      />
    </Step>
  );
}

interface ReviewStepProps {
  name: string;
  onDone: () => void;
  onBack: () => void;
}

export function ReviewStep({ name, onDone, onBack }: ReviewStepProps) {
  return (
    <Step number={3} title={words.review.title} submit={words.continue} onSubmit={onDone} onBack={onBack}>
      <p className={classes.name}>{name}</p>
      <Alert color="lamp" icon={<IconLock size={20} />}>
        {words.review.warning}
      </Alert>
    </Step>
  );
}
