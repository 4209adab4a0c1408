import { Textarea, TextInput } from '@mantine/core';

import type { Versioned } from '../../api/client';
import { type Billing, fetchBilling, useChangeBilling } from '../../api/license';
import { EditForm } from '../../ui/EditForm';
import { fieldErrors } from '../../ui/FormError';
import { useEdit } from '../../ui/useEdit';
import { billingOf, longest } from './fields';
import classes from './invoices.module.css';
import { words } from './words';

const valuesOf = (billing: Billing): Billing => billingOf((name) => billing[name]);

export function BillingForm({ billing }: { billing: Versioned<Billing> }) {
  const change = useChangeBilling();
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
  return (
    <EditForm edit={edit} labels={words.fields} save={words.save} saved={words.saved} maw="44rem">
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
    </EditForm>
  );
}
