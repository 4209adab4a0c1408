import { NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';

import type { NewEnrolmentToken } from '../../api/client';
import { useCreateEnrolmentToken } from '../../api/mutations';
import { Card } from '../../ui/Card';
import { Form } from '../../ui/Form';
import { fieldErrors } from '../../ui/FormError';
import { useField } from '../../ui/useField';
import classes from './AddMachinePage.module.css';
import { addWords as words } from './words';

export function TokenForm({ onMade }: { onMade: (made: NewEnrolmentToken) => void }) {
  const create = useCreateEnrolmentToken();
  const label = useField('label', create.error);
  const [uses, setUses] = useState<number | string>(1);
  const days = useField('days', create.error, '7');
  const errors = fieldErrors(create.error);

  const submit = () => {
    create.mutate({ label: label.value, uses: Number(uses), days: Number(days.value) }, { onSuccess: onMade });
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
            {...label}
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
            {...days}
          />
        </div>
      </Form>
    </Card>
  );
}
