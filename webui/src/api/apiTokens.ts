// API tokens: one's own, and those of others.
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, take } from './client';
import { paging } from './queries';
import type { components } from './schema';

type Schemas = components['schemas'];
export type ApiToken = Schemas['ApiToken'];
export type NewApiToken = Schemas['NewApiToken'];

// The first part is the topic of the event stream: api/keys.ts.
const own = ['logins', 'tokens'] as const;
const of = (user: string) => ['rights', 'users', 'tokens', user] as const;

export function useOwnTokens() {
  return useInfiniteQuery({
    queryKey: own,
    queryFn: ({ pageParam, signal }) =>
      take(api.GET('/me/tokens', { params: { query: { ...(pageParam && { cursor: pageParam }) } }, signal })),
    ...paging,
  });
}

export function useTokensOf(user: string) {
  return useInfiniteQuery({
    queryKey: of(user),
    queryFn: ({ pageParam, signal }) =>
      take(
        api.GET('/users/{user_id}/tokens', {
          params: { path: { user_id: user }, query: { ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    ...paging,
  });
}

export function useCreateToken() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas['ApiTokenRequest']) => take(api.POST('/me/tokens', { body })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: own }),
    gcTime: 0, // the token is shown once and kept nowhere
  });
}

export function useRevokeOwnToken() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => take(api.DELETE('/me/tokens/{token_id}', { params: { path: { token_id: id } } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: own }),
  });
}

export function useRevokeTokenOf(user: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      take(api.DELETE('/users/{user_id}/tokens/{token_id}', { params: { path: { user_id: user, token_id: id } } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: of(user) }),
  });
}
