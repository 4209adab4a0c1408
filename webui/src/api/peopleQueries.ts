// What the pages about people and rights ask for.
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';

import { api, take } from './client';
import { type AuditFilter, keys, type UserFilter } from './keys';
import { usePolling } from './live';
import { PAGE, paging } from './queries';

export function useUsers(filter: UserFilter, limit = PAGE, enabled = true) {
  const refetchInterval = usePolling();
  return useInfiniteQuery({
    queryKey: [...keys.users(filter), limit],
    queryFn: ({ pageParam, signal }) =>
      take(
        api.GET('/users', {
          params: {
            query: {
              limit,
              ...(pageParam && { cursor: pageParam }),
              ...(filter.search && { search: filter.search }),
              ...(filter.state && { state: filter.state }),
              ...(filter.role && { role: Number(filter.role) }),
              ...(filter.group && { group: Number(filter.group) }),
              ...(filter.sort && { sort: filter.sort }),
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

export const fetchUser = (id: string) => take(api.GET('/users/{user_id}', { params: { path: { user_id: id } } }));

export function useUser(id: string, enabled = true) {
  return useQuery({ queryKey: keys.user(id), queryFn: () => fetchUser(id), refetchInterval: usePolling(), enabled });
}

export function useUserAccess(id: string) {
  return useQuery({
    queryKey: keys.userAccess(id),
    queryFn: () => take(api.GET('/users/{user_id}/access', { params: { path: { user_id: id } } })),
    refetchInterval: usePolling(),
  });
}

// Whose link to set a password this is. Asking does not use it up.
export function useAccountLink(token: string) {
  return useQuery({
    queryKey: ['account-link', token],
    queryFn: () => take(api.POST('/account-links/check', { body: { token } })),
    enabled: token !== '',
    staleTime: Infinity, // using it makes it none, which is no news
    gcTime: 0,
  });
}

export function useRoles(enabled = true) {
  return useQuery({ queryKey: keys.roles, queryFn: () => take(api.GET('/roles')), refetchInterval: usePolling(), enabled });
}

export const fetchRole = (id: string) => take(api.GET('/roles/{role_id}', { params: { path: { role_id: id } } }));

export function useRole(id: string) {
  return useQuery({ queryKey: keys.role(id), queryFn: () => fetchRole(id), refetchInterval: usePolling() });
}

export function usePermissionSets(enabled = true) {
  return useQuery({
    queryKey: keys.permissionSets,
    queryFn: () => take(api.GET('/permission-sets')),
    refetchInterval: usePolling(),
    enabled,
  });
}

export const fetchPermissionSet = (id: string) =>
  take(api.GET('/permission-sets/{permission_set_id}', { params: { path: { permission_set_id: id } } }));

export function usePermissionSet(id: string) {
  return useQuery({
    queryKey: keys.permissionSet(id),
    queryFn: () => fetchPermissionSet(id),
    refetchInterval: usePolling(),
  });
}

export function useGroups(enabled = true) {
  return useQuery({ queryKey: keys.groups, queryFn: () => take(api.GET('/groups')), refetchInterval: usePolling(), enabled });
}

export const fetchGroup = (id: string) => take(api.GET('/groups/{group_id}', { params: { path: { group_id: id } } }));

export function useGroup(id: string) {
  return useQuery({ queryKey: keys.group(id), queryFn: () => fetchGroup(id), refetchInterval: usePolling() });
}

export function useAuditKey() {
  return useQuery({
    queryKey: keys.auditKey,
    queryFn: ({ signal }) => take(api.GET('/audit-key', { signal })),
    staleTime: Infinity, // another one means another start of the appliance
  });
}

export function useAudit(filter: AuditFilter) {
  const refetchInterval = usePolling();
  return useInfiniteQuery({
    queryKey: keys.audit(filter),
    queryFn: ({ pageParam, signal }) =>
      take(
        api.GET('/audit', {
          params: {
            query: {
              limit: PAGE,
              ...(pageParam && { cursor: pageParam }),
              ...(filter.search && { search: filter.search }),
              ...(filter.action && { action: filter.action }),
              ...(filter.actor && { actor: Number(filter.actor) }),
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
