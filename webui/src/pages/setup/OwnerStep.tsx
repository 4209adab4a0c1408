import { TextInput } from '@mantine/core';
import { useState } from 'react';

import { fieldErrors, FormError } from '../../ui/FormError';
import { NewPasswordInput } from '../../ui/NewPasswordInput';
import { SHORTEST_PASSWORD } from '../../ui/passwordStrength';
import { Step } from './Step';
import classes from './Step.module.css';
import { words } from './words';

export interface Owner {
  first_name: string;
  last_name: string;
  email: string;
  password: string;
}

interface OwnerStepProps {
  organization: string;
  owner: Owner;
  error: unknown;
  busy: boolean;
  onOwner: (owner: Owner) => void;
  onDone: () => void;
  onBack: () => void;
}

export function OwnerStep({ organization, owner, error, busy, onOwner, onDone, onBack }: OwnerStepProps) {
  const [touched, setTouched] = useState(false);
  const tooShort = [...owner.password].length < SHORTEST_PASSWORD;
  const errors = fieldErrors(error);

  const field = (name: Exclude<keyof Owner, 'password'>) => ({
    required: true,
    value: owner[name],
    error: errors[name],
    onChange: (event: { currentTarget: { value: string } }) => onOwner({ ...owner, [name]: event.currentTarget.value }),
  });
  const submit = () => {
    setTouched(true);
    if (!tooShort) onDone();
  };

  return (
    <Step
      number={4}
      title={words.owner.title}
      lead={words.owner.lead}
      submit={words.owner.submit}
      busy={busy}
      onSubmit={submit}
      onBack={onBack}
    >
      <FormError error={error} />
      <div className={classes.pair}>
        <TextInput {...field('first_name')} label={words.owner.firstName} autoComplete="given-name" maxLength={100} autoFocus />
        <TextInput {...field('last_name')} label={words.owner.lastName} autoComplete="family-name" maxLength={100} />
      </div>
      <TextInput
        {...field('email')}
        label={words.owner.email}
        description={words.owner.emailHelp}
        type="email"
        autoComplete="username"
        maxLength={254}
      />
      <NewPasswordInput
        label={words.owner.password}
        value={owner.password}
        onValue={(password) => onOwner({ ...owner, password })}
        known={[organization, owner.first_name, owner.last_name, owner.email]}
        error={errors.password ?? (touched && tooShort)}
      />
    </Step>
  );
}
