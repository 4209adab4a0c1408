// The license, and what an organization or a team says of itself because of it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { api, ifMatch, take, takeVersioned } from './client';
import { keys } from './keys';
import { usePolling } from './live';
import type { components } from './schema';

type Schemas = components['schemas'];
export type License = Schemas['License'];
export type Team = Schemas['Team'];
export type Billing = Schemas['Billing'];

export function useLicense() {
  return useQuery({ queryKey: keys.license, queryFn: () => take(api.GET('/license')), refetchInterval: usePolling() });
}

export const fetchTeam = () => takeVersioned(api.GET('/team'));

export function useTeam() {
  return useQuery({ queryKey: keys.team, queryFn: fetchTeam });
}

export function useChangeTeam() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ version, ...body }: { description?: string; version: string }) =>
      takeVersioned(api.PATCH('/team', { params: { header: ifMatch(version) }, body })),
    onSuccess: (team) => queryClient.setQueryData(keys.team, team),
  });
}

export const fetchBilling = () => takeVersioned(api.GET('/billing'));

export function useBilling() {
  return useQuery({ queryKey: keys.billing, queryFn: fetchBilling });
}

export function useChangeBilling() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ version, ...body }: Partial<Billing> & { version: string }) =>
      takeVersioned(api.PATCH('/billing', { params: { header: ifMatch(version) }, body })),
    onSuccess: (billing) => queryClient.setQueryData(keys.billing, billing),
  });
}
