import type { Billing } from '../../api/license';
import { inLanguage } from '../../languages/inLanguage';

export const words = inLanguage('invoices', {
  title: 'Invoices',
  lead: 'Who is billed for this license.',
  customer: 'Customer and company',
  text: 'For your records only. Nothing is charged here, and nothing of it is sent anywhere.',
  fields: {
    company: 'Company',
    contact: 'Contact person',
    street: 'Street and number',
    postal_code: 'Postal code',
    city: 'City',
    country: 'Country',
    vat_id: 'VAT ID',
    email: 'Email',
    phone: 'Phone',
    customer_number: 'Customer number',
    order_number: 'Order number',
    payment: 'Payment',
  } satisfies Record<keyof Billing, string>,
  paymentHelp: 'How this license is paid, in your own words. No card or account numbers: others here can read it.',
  nothing: 'Nothing is recorded yet',
  nothingText: 'Whoever may edit invoices can record it here.',
  save: 'Save',
  saved: 'Saved.',
});
