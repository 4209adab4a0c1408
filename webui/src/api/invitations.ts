// Invitations, for who makes them and for who accepts one.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { api, take } from './client';
import { keys } from './keys';
import { usePolling } from './live';
import { PAGE, paging } from './queries';
import type { components } from './schema';

type Schemas = components['schemas'];
export type Invitation = Schemas['Invitation'];
export type NewInvitation = Schemas['NewInvitation'];
export type InvitationOffer = Schemas['InvitationOffer'];

export function useInvitations() {
  const refetchInterval = usePolling();
  return useInfiniteQuery({
    queryKey: keys.invitations,
    queryFn: ({ pageParam, signal }) =>
      take(api.GET('/invitations', { params: { query: { limit: PAGE, ...(pageParam && { cursor: pageParam }) } }, signal })),
    ...paging,
    refetchInterval,
  });
}

export function useInviteUser() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas['InvitationRequest']) => take(api.POST('/invitations', { body })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.invitations }),
    gcTime: 0, // the link is shown once and kept nowhere
  });
}

export function useRenewInvitation() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, mail }: { id: string; mail: boolean }) =>
      take(api.POST('/invitations/{invitation_id}/link', { params: { path: { invitation_id: id } }, body: { mail } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.invitations }),
    gcTime: 0,
  });
}

export function useWithdrawInvitation() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => take(api.DELETE('/invitations/{invitation_id}', { params: { path: { invitation_id: id } } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.invitations }),
  });
}

// Who is invited to what by this link. Asking does not use it up.
export function useInvitationOffer(token: string) {
  return useQuery({
    queryKey: ['invitation-link', token],
    queryFn: () => take(api.POST('/invitation-links/check', { body: { token } })),
    enabled: token !== '',
    staleTime: Infinity, // accepting it makes it none, which is no news
    gcTime: 0,
  });
}

export function useAcceptInvitation() {
  return useMutation({
    mutationFn: (body: Schemas['AccountLinkUse']) => take(api.POST('/invitation-links/accept', { body })),
    gcTime: 0,
  });
}

// With the account of who is signed in, which ends this login.
export function useJoinByInvitation() {
  return useMutation({ mutationFn: (token: string) => take(api.POST('/invitation-links/join', { body: { token } })) });
}
