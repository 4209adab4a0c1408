// How mail is sent, what waits, and who forgot a password.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { api, take } from './client';
import { usePolling } from './live';
import { PAGE, paging } from './queries';
import type { components } from './schema';

type Schemas = components['schemas'];
export type MailSettings = Schemas['MailSettings'];
export type MailMessage = Schemas['MailMessage'];
export type MailState = MailMessage['state'];

// The first part is the topic that the event stream names (keys.ts).
const settings = ['mail', 'settings'] as const;
const messages = (state: MailState | undefined) => ['mail', 'messages', state ?? 'any'] as const;

export function useMailSettings() {
  return useQuery({ queryKey: settings, queryFn: () => take(api.GET('/mail')), refetchInterval: usePolling() });
}

export function useMailMessages(state: MailState | undefined) {
  const refetchInterval = usePolling();
  return useInfiniteQuery({
    queryKey: messages(state),
    queryFn: ({ pageParam, signal }) =>
      take(
        api.GET('/mail/messages', {
          params: { query: { limit: PAGE, ...(pageParam && { cursor: pageParam }), ...(state && { state }) } },
          signal,
        }),
      ),
    ...paging,
    refetchInterval,
  });
}

function useMailChange<Argument>(mutationFn: (argument: Argument) => Promise<MailMessage>) {
  const queryClient = useQueryClient();
  return useMutation({ mutationFn, onSettled: () => queryClient.invalidateQueries({ queryKey: ['mail'] }) });
}

export function useSendTestMail() {
  return useMailChange(() => take(api.POST('/mail/test', { body: {} })));
}

export function useSendMailAgain() {
  return useMailChange((id: string) =>
    take(api.POST('/mail/messages/{mail_id}/again', { params: { path: { mail_id: id } }, body: {} })),
  );
}

export function useRequestAccountLink() {
  return useMutation({ mutationFn: (body: Schemas['AccountLinkWish']) => take(api.POST('/account-links/request', { body })) });
}
