import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { api, take } from './client';
import { keys } from './keys';
import type { components } from './schema';

type Schemas = components['schemas'];

export function useSecondFactor() {
  return useQuery({ queryKey: keys.secondFactor, queryFn: () => take(api.GET('/me/second-factor')) });
}

// Shown once and kept nowhere, here and below.
export function useBeginDevice() {
  return useMutation({ mutationFn: () => take(api.POST('/me/second-factor/secret', { body: {} })), gcTime: 0 });
}

export function useRefreshFactors() {
  const queryClient = useQueryClient();
  return () =>
    Promise.all([keys.secondFactor, keys.me, keys.logins].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}

export function useAddDevice() {
  const refresh = useRefreshFactors();
  return useMutation({
    mutationFn: (body: Schemas['TotpDeviceRequest']) => take(api.POST('/me/second-factor/devices', { body })),
    onSuccess: refresh,
    gcTime: 0,
  });
}

export function useRemoveDevice() {
  const refresh = useRefreshFactors();
  return useMutation({
    mutationFn: (id: string) => take(api.DELETE('/me/second-factor/devices/{device_id}', { params: { path: { device_id: id } } })),
    onSettled: refresh,
  });
}

export function useRenewRecoveryCodes() {
  const refresh = useRefreshFactors();
  return useMutation({
    mutationFn: () => take(api.POST('/me/second-factor/recovery-codes', { body: {} })),
    onSuccess: refresh,
    gcTime: 0,
  });
}

export function useConfirmIdentity() {
  return useMutation({
    mutationFn: (body: Schemas['Confirmation']) => take(api.POST('/me/confirm', { body })),
    gcTime: 0,
  });
}

export function useResetSecondFactor() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => take(api.DELETE('/users/{user_id}/second-factor', { params: { path: { user_id: id } } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['rights'] }),
  });
}
