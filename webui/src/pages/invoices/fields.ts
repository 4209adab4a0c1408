import type { Billing } from '../../api/license';

// In the order in which they are shown, and how long each may be.
export const longest: Readonly<Record<keyof Billing, number>> = {
  company: 200,
  contact: 200,
  street: 200,
  postal_code: 20,
  city: 100,
  country: 100,
  email: 254,
  phone: 50,
  vat_id: 50,
  customer_number: 100,
  order_number: 100,
  payment: 1000,
};
export const billingFields = Object.keys(longest) as (keyof Billing)[];

// Each of them, of what may have more than them.
export function billingOf<Value>(value: (name: keyof Billing) => Value): Record<keyof Billing, Value> {
  return Object.fromEntries(billingFields.map((name) => [name, value(name)])) as Record<keyof Billing, Value>;
}

export const isEmpty = (billing: Billing): boolean => billingFields.every((name) => billing[name] === '');
