import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';

import { keys } from './keys';
import { ApiError, isNotLicensed, isSignedOut, wantsSecondFactor } from './problem';

function retry(failures: number, error: unknown): boolean {
  // The appliance gave its answer; asking again does not change it.
  if (error instanceof ApiError && error.status < 500) return false;
  return failures < 2;
}

export function makeQueryClient(): QueryClient {
  // A login that ended shows in whatever is asked next; without a `me` the guard leads to the sign-in page.
  const onError = (error: unknown) => {
    if (isSignedOut(error)) client.setQueryData(keys.me, null);
    // A role wants one by now: the guard leads to where it is set up.
    // Or the license is another: the pages are those of the new one.
    if (wantsSecondFactor(error) || isNotLicensed(error)) void client.invalidateQueries({ queryKey: keys.me });
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      // 'always': an appliance on the local network answers while the browser believes that it is offline.
      queries: { retry, staleTime: 10_000, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
  return client;
}
