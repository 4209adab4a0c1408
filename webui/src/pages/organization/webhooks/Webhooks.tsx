import { Badge, Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconWebhook } from '@tabler/icons-react';

import { useWebhooks, type Webhook } from '../../../api/webhooks';
import { Card } from '../../../ui/Card';
import { type Column, DataTable } from '../../../ui/DataTable';
import { Dialog } from '../../../ui/Dialog';
import { Listing } from '../../../ui/Listing';
import { EmptyState } from '../../../ui/States';
import { CreateWebhook } from './CreateWebhook';
import { WebhookActions } from './WebhookActions';
import { words } from './words';

const none = (
  <EmptyState icon={<IconWebhook size={24} />} title={words.none}>
    {words.noneText}
  </EmptyState>
);

const shown: Column<Webhook>[] = [
  { title: words.columns.url, kind: 'lead', cell: ({ url }) => url },
  { title: words.columns.events, cell: ({ events }) => events.map((event) => words.events[event]).join(', ') },
  { title: words.columns.state, cell: (webhook) => <State webhook={webhook} /> },
];

export function Webhooks({ mayEdit }: { mayEdit: boolean }) {
  const query = useWebhooks();
  const rows = query.data?.items;
  const columns: Column<Webhook>[] = [
    ...shown,
    { title: words.columns.actions, kind: 'action', cell: (webhook) => <WebhookActions webhook={webhook} mayEdit={mayEdit} /> },
  ];
  return (
    <Card title={words.title} flush aside={mayEdit && <NewOne />}>
      <Listing query={query} rows={rows} empty={none}>
        <DataTable label={words.title} columns={columns} rows={rows} rowKey={({ id }) => id} />
      </Listing>
    </Card>
  );
}

function State({ webhook: { enabled, gave_up, failing_since, waiting } }: { webhook: Webhook }) {
  const [label, color] = !enabled
    ? [gave_up ? words.gaveUp : words.disabled, gave_up ? 'red' : 'gray']
    : failing_since
      ? [words.failing, 'lamp']
      : [words.enabled, 'gate'];
  return (
    <>
      <Badge variant="light" color={color}>
        {label}
      </Badge>{' '}
      {waiting > 0 && words.waiting(waiting)}
    </>
  );
}

function NewOne() {
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button variant="default" size="xs" onClick={dialog.open}>
        {words.create}
      </Button>
      <Dialog opened={opened} title={words.createTitle} onClose={dialog.close}>
        <CreateWebhook onClose={dialog.close} />
      </Dialog>
    </>
  );
}
