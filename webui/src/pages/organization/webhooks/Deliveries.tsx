import { Badge, Button } from '@mantine/core';

import { useDeliveries, useSendAgain, type Webhook, type WebhookDelivery } from '../../../api/webhooks';
import { When } from '../../../ui/Clock';
import { type Column, DataTable } from '../../../ui/DataTable';
import { Listing } from '../../../ui/Listing';
import { listOf } from '../../../ui/pages';
import { useTell } from '../../../ui/Toasts';
import { words } from './words';

const colors: Record<WebhookDelivery['state'], string> = { waiting: 'gray', delivered: 'gate', failed: 'red' };

const shown: Column<WebhookDelivery>[] = [
  { title: words.logColumns.event, kind: 'lead', cell: ({ event }) => words.eventOf(event) },
  {
    title: words.logColumns.state,
    cell: ({ state, problem }) => (
      <>
        <Badge variant="light" color={colors[state]}>
          {words.states[state]}
        </Badge>{' '}
        {problem}
      </>
    ),
  },
  { title: words.logColumns.tries, kind: 'number', cell: ({ tries }) => tries },
  { title: words.logColumns.at, cell: ({ created_at }) => <When iso={created_at} /> },
];

export function Deliveries({ webhook, mayEdit }: { webhook: Webhook; mayEdit: boolean }) {
  const query = useDeliveries(webhook.id);
  const { rows, more } = listOf(query);
  const again: Column<WebhookDelivery> = {
    title: words.logColumns.actions,
    kind: 'action',
    cell: (delivery) => delivery.state !== 'waiting' && <Again webhook={webhook} delivery={delivery} />,
  };
  return (
    <Listing query={query} rows={rows} empty={<p>{words.logNone}</p>}>
      <DataTable
        label={words.logLabel}
        columns={mayEdit && webhook.enabled ? [...shown, again] : shown}
        rows={rows}
        rowKey={({ id }) => id}
        more={more}
      />
    </Listing>
  );
}

function Again({ webhook, delivery }: { webhook: Webhook; delivery: WebhookDelivery }) {
  const send = useSendAgain(webhook.id);
  const tell = useTell();
  return (
    <Button
      variant="default"
      size="xs"
      loading={send.isPending}
      aria-label={words.againOf(words.eventOf(delivery.event), delivery.created_at)}
      onClick={() => send.mutate(delivery.id, { onSuccess: () => tell.done(words.sentAgain), onError: tell.failed })}
    >
      {words.again}
    </Button>
  );
}
