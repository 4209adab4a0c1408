// Requests for a second person's approval, to connect to machines that want one.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { api, take } from './client';
import { keys } from './keys';
import { usePolling } from './live';
import { PAGE, paging } from './queries';
import type { components } from './schema';

type Schemas = components['schemas'];
export type Approval = Schemas['Approval'];

// Who waits looks this often; the page has no event stream of its own.
const LOOKS_MS = 2_000;

export function useApprovals() {
  const refetchInterval = usePolling();
  return useInfiniteQuery({
    queryKey: keys.approvals,
    queryFn: ({ pageParam, signal }) =>
      take(api.GET('/approvals', { params: { query: { limit: PAGE, ...(pageParam && { cursor: pageParam }) } }, signal })),
    ...paging,
    refetchInterval,
  });
}

// The newest of one's own for this machine; null: there is none.
export function useOwnApproval(clientId: string) {
  return useQuery({
    queryKey: keys.ownApproval(clientId),
    queryFn: async () => {
      const { items } = await take(api.GET('/approvals', { params: { query: { client_id: clientId, own: true, limit: 1 } } }));
      return items[0] ?? null;
    },
    refetchInterval: LOOKS_MS,
    gcTime: 0,
    staleTime: 0,
  });
}

function useRefresh() {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: ['clients', 'approvals'] });
}

export function useAskApproval(clientId: string) {
  return useMutation({
    mutationFn: (body: Schemas['ApprovalRequest']) =>
      take(api.POST('/clients/{client_id}/approvals', { params: { path: { client_id: clientId } }, body })),
    onSettled: useRefresh(),
  });
}

export function useDecide() {
  return useMutation({
    mutationFn: ({ id, approve, comment }: { id: string; approve: boolean; comment: string }) => {
      const params = { params: { path: { approval_id: id } }, body: comment ? { comment } : {} };
      return take(approve ? api.POST('/approvals/{approval_id}/approve', params) : api.POST('/approvals/{approval_id}/decline', params));
    },
    onSettled: useRefresh(),
  });
}

export function useEndApproval() {
  return useMutation({
    mutationFn: (id: string) => take(api.DELETE('/approvals/{approval_id}', { params: { path: { approval_id: id } } })),
    onSettled: useRefresh(),
  });
}
