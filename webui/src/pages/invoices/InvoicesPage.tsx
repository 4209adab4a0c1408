import { Stack, Text } from '@mantine/core';
import { IconFileInvoice } from '@tabler/icons-react';

import type { Versioned } from '../../api/client';
import { type Billing, useBilling } from '../../api/license';
import { useAccess } from '../../app/CurrentUser';
import { Card } from '../../ui/Card';
import { Facts } from '../../ui/Facts';
import { Loaded } from '../../ui/Loaded';
import { Page } from '../../ui/Page';
import { EmptyState } from '../../ui/States';
import { BillingForm } from './BillingForm';
import { billingFields, isEmpty } from './fields';
import classes from './invoices.module.css';
import { words } from './words';

const missing = { title: words.title, text: '' };

export default function InvoicesPage() {
  const query = useBilling();
  return (
    <Loaded query={query} title={words.title} missing={missing}>
      {(billing) => <Details billing={billing} />}
    </Loaded>
  );
}

function Details({ billing }: { billing: Versioned<Billing> }) {
  const mayEdit = useAccess('invoices') === 'edit';
  return (
    <Page title={words.title} lead={words.lead}>
      <Card title={words.customer}>
        <Stack>
          <Text c="var(--quiet)">{words.text}</Text>
          {mayEdit ? <BillingForm billing={billing} /> : <Recorded billing={billing} />}
        </Stack>
      </Card>
    </Page>
  );
}

function Recorded({ billing }: { billing: Billing }) {
  if (isEmpty(billing)) {
    return (
      <EmptyState icon={<IconFileInvoice size={24} />} title={words.nothing}>
        {words.nothingText}
      </EmptyState>
    );
  }
  return <Facts rows={billingFields.map((name) => [words.fields[name], billing[name] && <span className={classes.lines}>{billing[name]}</span>])} />;
}
