// What the pages about people and rights change.
import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api, ifMatch, take } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];

// A change of one thing, as it was in this version.
export interface Change<Body> {
  body: Body;
  version: number;
}

// `until`: the first moment at which it counts no more; null: never.
export interface Given {
  id: string;
  until: string | null;
}

// Afterwards everything about people and rights may look different.
function useChange<Argument, Answer>(mutationFn: (argument: Argument) => Promise<Answer>) {
  const queryClient = useQueryClient();
  return useMutation({ mutationFn, onSettled: () => queryClient.invalidateQueries({ queryKey: ['rights'] }) });
}

export function useCreateUser() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas['UserRequest']) => take(api.POST('/users', { body })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['rights'] }),
    gcTime: 0, // the link is shown once and kept nowhere
  });
}

export function useMakeAccountLink() {
  return useMutation({
    mutationFn: ({ id, mail }: { id: string; mail: boolean }) =>
      take(api.POST('/users/{user_id}/link', { params: { path: { user_id: id } }, body: { mail } })),
    gcTime: 0,
  });
}

export function useChangeUser(id: string) {
  return useChange(({ body, version }: Change<Schemas['UserChange']>) =>
    take(api.PATCH('/users/{user_id}', { params: { path: { user_id: id }, header: ifMatch(version) }, body })),
  );
}

export function useRemoveUser() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version }: { id: string; version: number }) =>
      take(api.DELETE('/users/{user_id}', { params: { path: { user_id: id }, header: ifMatch(version) } })),
    // Not the user's own page, which would find them missing before it is left.
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['rights', 'users', 'list'] }),
  });
}

export function useGiveUserRole(userId: string) {
  return useChange(({ id, until }: Given) =>
    take(
      api.PUT('/users/{user_id}/roles/{role_id}', {
        params: { path: { user_id: userId, role_id: id } },
        body: { expires_at: until },
      }),
    ),
  );
}

export function useTakeUserRole(userId: string) {
  return useChange((id: string) =>
    take(api.DELETE('/users/{user_id}/roles/{role_id}', { params: { path: { user_id: userId, role_id: id } } })),
  );
}

export function useJoinGroup(userId: string) {
  return useChange(({ id, until }: Given) =>
    take(
      api.PUT('/users/{user_id}/groups/{group_id}', {
        params: { path: { user_id: userId, group_id: id } },
        body: { expires_at: until },
      }),
    ),
  );
}

export function useLeaveGroup(userId: string) {
  return useChange((id: string) =>
    take(api.DELETE('/users/{user_id}/groups/{group_id}', { params: { path: { user_id: userId, group_id: id } } })),
  );
}

export function useUseAccountLink() {
  return useMutation({
    mutationFn: (body: Schemas['AccountLinkUse']) => take(api.POST('/account-links/use', { body })),
    gcTime: 0,
  });
}

export function useCreateRole() {
  return useChange((body: Schemas['RoleRequest']) => take(api.POST('/roles', { body })));
}

export function useChangeRole(id: string) {
  return useChange(({ body, version }: Change<Schemas['RoleChange']>) =>
    take(api.PATCH('/roles/{role_id}', { params: { path: { role_id: id }, header: ifMatch(version) }, body })),
  );
}

export function useRemoveRole() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version }: { id: string; version: number }) =>
      take(api.DELETE('/roles/{role_id}', { params: { path: { role_id: id }, header: ifMatch(version) } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['rights', 'roles', 'list'] }),
  });
}

export function useCreatePermissionSet() {
  return useChange((body: Schemas['PermissionSetRequest']) => take(api.POST('/permission-sets', { body })));
}

export function useChangePermissionSet(id: string) {
  return useChange(({ body, version }: Change<Schemas['PermissionSetChange']>) =>
    take(
      api.PATCH('/permission-sets/{permission_set_id}', {
        params: { path: { permission_set_id: id }, header: ifMatch(version) },
        body,
      }),
    ),
  );
}

export function useRemovePermissionSet() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version }: { id: string; version: number }) =>
      take(
        api.DELETE('/permission-sets/{permission_set_id}', {
          params: { path: { permission_set_id: id }, header: ifMatch(version) },
        }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['rights', 'sets', 'list'] }),
  });
}

export function useCreateGroup() {
  return useChange((body: Schemas['GroupRequest']) => take(api.POST('/groups', { body })));
}

export function useChangeGroup(id: string) {
  return useChange(({ body, version }: Change<Schemas['GroupChange']>) =>
    take(api.PATCH('/groups/{group_id}', { params: { path: { group_id: id }, header: ifMatch(version) }, body })),
  );
}

export function useRemoveGroup() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version }: { id: string; version: number }) =>
      take(api.DELETE('/groups/{group_id}', { params: { path: { group_id: id }, header: ifMatch(version) } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['rights', 'groups', 'list'] }),
  });
}

export function useGiveGroupRole(groupId: string) {
  return useChange(({ id, until }: Given) =>
    take(
      api.PUT('/groups/{group_id}/roles/{role_id}', {
        params: { path: { group_id: groupId, role_id: id } },
        body: { expires_at: until },
      }),
    ),
  );
}

export function useTakeGroupRole(groupId: string) {
  return useChange((id: string) =>
    take(api.DELETE('/groups/{group_id}/roles/{role_id}', { params: { path: { group_id: groupId, role_id: id } } })),
  );
}

export function useAddMember(groupId: string) {
  return useChange(({ id, until }: Given) =>
    take(
      api.PUT('/groups/{group_id}/members/{user_id}', {
        params: { path: { group_id: groupId, user_id: id } },
        body: { expires_at: until },
      }),
    ),
  );
}

export function useRemoveMember(groupId: string) {
  return useChange((id: string) =>
    take(api.DELETE('/groups/{group_id}/members/{user_id}', { params: { path: { group_id: groupId, user_id: id } } })),
  );
}
