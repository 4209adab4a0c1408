import { Button, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';

import type { NewEnrolmentToken } from '../../api/client';
import { useCreateEnrolmentToken } from '../../api/mutations';
import { Card } from '../../ui/Card';
import { fieldErrors, FormError } from '../../ui/FormError';
import classes from './AddMachinePage.module.css';
import { addWords as words } from './words';

export function TokenForm({ onMade }: { onMade: (made: NewEnrolmentToken) => void }) {
  const create = useCreateEnrolmentToken();
  const [label, setLabel] = useState('');
  const [uses, setUses] = useState<number | string>(1);
  const [days, setDays] = useState('7');
  const errors = fieldErrors(create.error);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ label, uses: Number(uses), days: Number(days) }, { onSuccess: onMade });
  };
  return (
    <Card title={words.make}>
      <form onSubmit={submit}>
        <FormError error={create.error} />
        <div className={classes.form}>
          <TextInput
            label={words.label}
            description={words.labelHelp}
            required
            maxLength={64}
            autoComplete="off"
            value={label}
            error={errors.label}
            onChange={(event) => setLabel(event.currentTarget.value)}
          />
          <NumberInput
            label={words.uses}
            required
            min={1}
            max={1000}
            clampBehavior="strict"
            allowDecimal={false}
            allowNegative={false}
            hideControls
            value={uses}
            error={errors.uses}
            onChange={setUses}
          />
          <NativeSelect
            label={words.days}
            data={words.dayChoices}
            value={days}
            error={errors.days}
            onChange={(event) => setDays(event.currentTarget.value)}
          />
        </div>
        <Button type="submit" className={classes.submit} loading={create.isPending}>
          {words.submit}
        </Button>
      </form>
    </Card>
  );
}
