import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';

import { api, type Me, rememberCsrfToken, take, takeVersioned } from './client';
import { type ClientFilter, keys, type SessionFilter } from './keys';
import { usePolling } from './live';
import { isSignedOut } from './problem';

export const PAGE = 50;
// Of what is looked at now and then.
const SHORT_PAGE = 10;

interface Page<Row> {
  items: Row[];
  next_cursor: string | null;
}

// null: nobody is signed in.
async function fetchMe(): Promise<Me | null> {
  try {
    const me = await take(api.GET('/me'));
    rememberCsrfToken(me.csrf_token);
    return me;
  } catch (error) {
    if (isSignedOut(error)) return null;
    throw error;
  }
}

export function useMeQuery() {
  return useQuery({ queryKey: keys.me, queryFn: fetchMe, staleTime: 60_000 });
}

export function useApplianceState() {
  return useQuery({
    queryKey: keys.state,
    queryFn: () => take(api.GET('/state')),
    staleTime: 60_000,
    refetchOnWindowFocus: false, // it would end the set-up wizard before its last page was read
  });
}

export function useDashboard() {
  const refetchInterval = usePolling();
  return useQuery({ queryKey: keys.dashboard, queryFn: () => take(api.GET('/dashboard')), refetchInterval });
}

export function useActivity() {
  const utc_offset = -new Date().getTimezoneOffset();
  return useQuery({
    queryKey: keys.activity,
    queryFn: () => take(api.GET('/activity', { params: { query: { utc_offset } } })),
    refetchInterval: 300_000,
  });
}

export function useOrganization() {
  return useQuery({ queryKey: keys.organization, queryFn: fetchOrganization });
}

export const fetchOrganization = () => takeVersioned(api.GET('/organization'));

export function useRelays() {
  const refetchInterval = usePolling();
  return useQuery({ queryKey: keys.relays, queryFn: () => take(api.GET('/relays')), refetchInterval });
}

export function useClients(filter: ClientFilter, limit = PAGE, enabled = true) {
  const refetchInterval = usePolling();
  return useInfiniteQuery({
    queryKey: [...keys.clients(filter), limit],
    queryFn: ({ pageParam, signal }) =>
      take(
        api.GET('/clients', {
          params: {
            query: {
              limit,
              ...(pageParam && { cursor: pageParam }),
              ...(filter.search && { search: filter.search }),
              ...(filter.online !== undefined && { online: filter.online }),
              ...(filter.platform && { platform: filter.platform }),
              ...(filter.tags?.length && { tags: filter.tags.join(',') }),
              ...(filter.sort && { sort: filter.sort }),
              ...(filter.changedKey && { changed_key: true }),
              ...(filter.help && { help: true }),
            },
          },
          signal,
        }),
      ),
    ...paging,
    placeholderData: keepPreviousData,
    refetchInterval,
    enabled,
  });
}

// The platforms of all machines, to choose from.
export function useClientPlatforms() {
  return useQuery({
    queryKey: keys.clientPlatforms,
    queryFn: () => take(api.GET('/client-platforms')),
    refetchInterval: usePolling(),
  });
}

// The tags of all machines, to choose from.
export function useClientTags(): string[] {
  const query = useQuery({
    queryKey: keys.clientTags,
    queryFn: () => take(api.GET('/client-tags')),
    refetchInterval: usePolling(),
  });
  return query.data?.items.map(({ tag }) => tag) ?? [];
}

export function useClient(id: string, enabled = true) {
  const refetchInterval = usePolling();
  return useQuery({
    queryKey: keys.client(id),
    queryFn: () => fetchClient(id),
    refetchInterval,
    enabled,
  });
}

export const fetchClient = (id: string) =>
  takeVersioned(api.GET('/clients/{client_id}', { params: { path: { client_id: id } } }));

export function useEnrolmentTokens() {
  const refetchInterval = usePolling();
  return useInfiniteQuery({
    queryKey: keys.enrolmentTokens,
    queryFn: ({ pageParam, signal }) =>
      take(
        api.GET('/enrolment-tokens', {
          params: { query: { limit: PAGE, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    ...paging,
    refetchInterval,
  });
}

// The same as long as the appliance runs.
export function useProgram() {
  return useQuery({ queryKey: keys.program, queryFn: () => take(api.GET('/program')), staleTime: 60_000 });
}

export function useSessions(filter: SessionFilter) {
  const refetchInterval = usePolling();
  return useInfiniteQuery({
    queryKey: keys.sessions(filter),
    queryFn: ({ pageParam, signal }) =>
      take(
        api.GET('/sessions', {
          params: {
            query: {
              limit: PAGE,
              ...(pageParam && { cursor: pageParam }),
              ...(filter.clientId && { client_id: filter.clientId }),
              ...(filter.search && { search: filter.search }),
              ...(filter.authorizedBy && { authorized_by: filter.authorizedBy }),
              ...(filter.active && { active: true }),
              ...(filter.from && { from: filter.from }),
              ...(filter.to && { to: filter.to }),
            },
          },
          signal,
        }),
      ),
    ...paging,
    placeholderData: keepPreviousData,
    refetchInterval,
  });
}

export function useSession(id: string) {
  const refetchInterval = usePolling();
  return useQuery({
    queryKey: keys.session(id),
    queryFn: () => fetchSession(id),
    refetchInterval,
  });
}

export const fetchSession = (id: string) =>
  take(api.GET('/sessions/{session_id}', { params: { path: { session_id: id } } }));

export function useSessionComments(id: string) {
  return useQuery({
    queryKey: keys.sessionComments(id),
    queryFn: () => take(api.GET('/sessions/{session_id}/comments', { params: { path: { session_id: id } } })),
  });
}

export function useLogins() {
  const refetchInterval = usePolling();
  return useInfiniteQuery({
    queryKey: keys.logins,
    queryFn: ({ pageParam, signal }) =>
      take(
        api.GET('/me/logins', {
          params: { query: { limit: PAGE, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    ...paging,
    refetchInterval,
  });
}

export function useLoginHistory() {
  const refetchInterval = usePolling();
  return useInfiniteQuery({
    queryKey: keys.loginHistory,
    queryFn: ({ pageParam, signal }) =>
      take(
        api.GET('/me/login-history', {
          params: { query: { limit: SHORT_PAGE, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    ...paging,
    refetchInterval,
  });
}

export const paging = {
  initialPageParam: '',
  getNextPageParam: (page: Page<unknown>) => page.next_cursor ?? undefined,
};
