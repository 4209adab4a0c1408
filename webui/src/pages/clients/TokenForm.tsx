import { NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';

import type { NewEnrolmentToken } from '../../api/client';
import { useCreateEnrolmentToken } from '../../api/mutations';
import { Card } from '../../ui/Card';
import { Form } from '../../ui/Form';
import { fieldErrors } from '../../ui/FormError';
import classes from './AddMachinePage.module.css';
import { addWords as words } from './words';

export function TokenForm({ onMade }: { onMade: (made: NewEnrolmentToken) => void }) {
  const create = useCreateEnrolmentToken();
  const [label, setLabel] = useState('');
  const [uses, setUses] = useState<number | string>(1);
  const [days, setDays] = useState('7');
  const errors = fieldErrors(create.error);

  const submit = () => {
    create.mutate({ label, uses: Number(uses), days: Number(days) }, { onSuccess: onMade });
  };
  return (
    <Card title={words.make}>
      <Form error={create.error} label={words.submit} busy={create.isPending} onSubmit={submit}>
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
      </Form>
    </Card>
  );
}
