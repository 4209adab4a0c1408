import { Button, Stack, Textarea, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';

import type { Versioned } from '../../api/client';
import { type Billing, fetchBilling, useChangeBilling } from '../../api/license';
import { StaleNotice } from '../../rights/StaleNotice';
import { useEdit } from '../../rights/useEdit';
import { fieldErrors, FormError } from '../../ui/FormError';
import { useTell } from '../../ui/Toasts';
import { billingOf, longest } from './fields';
import classes from './invoices.module.css';
import { words } from './words';

const valuesOf = (billing: Billing): Billing => billingOf((name) => billing[name]);

export function BillingForm({ billing }: { billing: Versioned<Billing> }) {
  const change = useChangeBilling();
  const tell = useTell();
  const edit = useEdit({
    entity: billing,
    valuesOf,
    save: (body, version) => change.mutateAsync({ ...body, version }),
    load: fetchBilling,
    tidy: (values) => billingOf((name) => values[name].trim()),
  });
  const errors = fieldErrors(edit.error);
  const field = (name: keyof Billing) => ({
    label: words.fields[name],
    maxLength: longest[name],
    value: edit.values[name],
    error: errors[name],
    onChange: (event: { currentTarget: { value: string } }) => edit.set({ [name]: event.currentTarget.value }),
  });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const saved = await edit.submit();
    if (saved) tell.done(words.saved, saved.undo);
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack maw="44rem">
        <FormError error={edit.error} />
        <StaleNotice stale={edit.stale} fresh={edit.fresh} labels={words.fields} />
        <div className={classes.pair}>
          <TextInput {...field('company')} autoComplete="organization" />
          <TextInput {...field('contact')} autoComplete="name" />
          <TextInput {...field('email')} type="email" autoComplete="email" autoCapitalize="none" spellCheck={false} />
          <TextInput {...field('phone')} type="tel" autoComplete="tel" />
        </div>
        <TextInput {...field('street')} autoComplete="street-address" />
        <div className={classes.place}>
          <TextInput {...field('postal_code')} autoComplete="postal-code" />
          <TextInput {...field('city')} autoComplete="address-level2" />
          <TextInput {...field('country')} autoComplete="country-name" />
        </div>
        <div className={classes.place}>
          <TextInput {...field('vat_id')} autoComplete="off" spellCheck={false} />
          <TextInput {...field('customer_number')} autoComplete="off" spellCheck={false} />
          <TextInput {...field('order_number')} autoComplete="off" spellCheck={false} />
        </div>
        <Textarea {...field('payment')} description={words.paymentHelp} autosize minRows={2} />
        <Button type="submit" loading={edit.busy} style={{ alignSelf: 'flex-start' }}>
          {words.save}
        </Button>
      </Stack>
    </form>
  );
}
