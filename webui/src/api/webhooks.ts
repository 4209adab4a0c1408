// Webhooks, and what they were told.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { api, ifMatch, take } from './client';
import { paging } from './queries';
import type { components } from './schema';

type Schemas = components['schemas'];
export type Webhook = Schemas['Webhook'];
export type NewWebhook = Schemas['NewWebhook'];
export type WebhookEvent = Schemas['WebhookEvent'];
export type WebhookDelivery = Schemas['WebhookDelivery'];

const all = ['webhooks'] as const;
const deliveriesOf = (id: string) => ['webhooks', 'deliveries', id] as const;
// Deliveries change without anybody doing anything here, and no event tells of them.
const EVERY_MS = 3000;

export function useWebhooks() {
  return useQuery({ queryKey: all, queryFn: ({ signal }) => take(api.GET('/webhooks', { signal })), refetchInterval: EVERY_MS });
}

export function useDeliveries(id: string) {
  return useInfiniteQuery({
    queryKey: deliveriesOf(id),
    queryFn: ({ pageParam, signal }) =>
      take(
        api.GET('/webhooks/{webhook_id}/deliveries', {
          params: { path: { webhook_id: id }, query: { limit: 20, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    ...paging,
    refetchInterval: EVERY_MS,
  });
}

// Any change of webhooks shows in the list.
function useChange<Argument, Given>(change: (argument: Argument) => Promise<Given>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => queryClient.invalidateQueries({ queryKey: all }),
    gcTime: 0, // a secret is shown once and kept nowhere
  });
}

export const useCreateWebhook = () =>
  useChange((body: Schemas['WebhookRequest']) => take(api.POST('/webhooks', { body })));

export const useEnableWebhook = () =>
  useChange(({ webhook, enabled }: { webhook: Webhook; enabled: boolean }) =>
    take(
      api.PATCH('/webhooks/{webhook_id}', {
        params: { path: { webhook_id: webhook.id }, header: ifMatch(webhook.version) },
        body: { enabled },
      }),
    ),
  );

export const useRemoveWebhook = () =>
  useChange((webhook: Webhook) =>
    take(
      api.DELETE('/webhooks/{webhook_id}', {
        params: { path: { webhook_id: webhook.id }, header: ifMatch(webhook.version) },
      }),
    ),
  );

export const useTestWebhook = () =>
  useChange((id: string) => take(api.POST('/webhooks/{webhook_id}/test', { params: { path: { webhook_id: id } } })));

export const useSendAgain = (id: string) =>
  useChange((delivery: string) =>
    take(
      api.POST('/webhooks/{webhook_id}/deliveries/{delivery_id}/again', {
        params: { path: { webhook_id: id, delivery_id: delivery } },
      }),
    ),
  );
