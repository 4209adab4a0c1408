// The organizations of the appliance, for who owns it; and the end of one's own.
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, take, type Tier } from './client';
import { keys } from './keys';
import { usePolling } from './live';
import { useStartAs } from './mutations';
import { PAGE, paging } from './queries';
import type { components } from './schema';

type Schemas = components['schemas'];
export type OrganizationSize = Schemas['OrganizationSize'];
export type NewOrganization = Schemas['NewOrganization'];

const list = ['organizations'] as const;

export function useOrganizations() {
  const refetchInterval = usePolling();
  return useInfiniteQuery({
    queryKey: list,
    queryFn: ({ pageParam, signal }) =>
      take(api.GET('/organizations', { params: { query: { limit: PAGE, ...(pageParam && { cursor: pageParam }) } }, signal })),
    ...paging,
    refetchInterval,
  });
}

export function useCreateOrganization() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas['NewOrganizationRequest']) => take(api.POST('/organizations', { body })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: list }),
    gcTime: 0, // the link is shown once and kept nowhere
  });
}

// That of one's own may be it: then other pages are there.
export function useChangeLicense(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (license: Tier) =>
      take(api.PATCH('/organizations/{organization_id}', { params: { path: { organization_id: id } }, body: { license } })),
    onSettled: async () => {
      for (const queryKey of [list, keys.me, keys.license]) await queryClient.invalidateQueries({ queryKey });
    },
  });
}

export function useRenewFoundersLink() {
  return useMutation({
    mutationFn: ({ id, mail }: { id: string; mail: boolean }) =>
      take(api.POST('/organizations/{organization_id}/link', { params: { path: { organization_id: id } }, body: { mail } })),
    gcTime: 0,
  });
}

// Everybody is signed out by it, but leaves it to the page when to say so (`startAs`).
export function useRemoveOrganization() {
  const startAs = useStartAs();
  const mutation = useMutation({ mutationFn: (name: string) => take(api.DELETE('/organization', { body: { name } })) });
  return { ...mutation, startAs };
}
