// Where the users of the organization come from, and which of the three ways is active.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { api, ifMatch, takeVersioned, type UserProvider } from './client';
import { keys } from './keys';
import type { components } from './schema';

export type UserProviders = components['schemas']['UserProviders'];

export function useUserProviders() {
  return useQuery({ queryKey: keys.userProviders, queryFn: () => takeVersioned(api.GET('/user-providers')) });
}

export function useSwitchProvider() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ provider, version }: { provider: UserProvider; version: string }) =>
      takeVersioned(api.PUT('/user-providers/active', { params: { header: ifMatch(version) }, body: { provider } })),
    onSuccess: (providers) => queryClient.setQueryData(keys.userProviders, providers),
    // Also when somebody else was quicker.
    onSettled: async () => {
      for (const queryKey of [keys.userProviders, keys.me]) await queryClient.invalidateQueries({ queryKey });
    },
  });
}
