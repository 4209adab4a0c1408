import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api, ifMatch, type Me, rememberCsrfToken, take, takeVersioned } from './client';
import { keys } from './keys';
import type { components } from './schema';

type Schemas = components['schemas'];

// From now on this person is signed in, or nobody. Nothing of whoever was before may be seen any more.
export function useStartAs() {
  const queryClient = useQueryClient();
  return (me: Me | null) => {
    queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.me[0] });
    rememberCsrfToken(me?.csrf_token ?? '');
    queryClient.setQueryData(keys.me, me);
  };
}

export function useSignIn() {
  const startAs = useStartAs();
  return useMutation({
    mutationFn: (body: Schemas['Credentials']) => take(api.POST('/login', { body })),
    // Else the code comes first: useShowCode.
    onSuccess: (answer) => {
      if ('user' in answer) startAs(answer);
    },
    gcTime: 0,
  });
}

// The second step of signing in.
export function useShowCode() {
  const startAs = useStartAs();
  return useMutation({
    mutationFn: (code: string) => take(api.POST('/login/code', { body: { code } })),
    onSuccess: (me) => startAs(me),
    gcTime: 0,
  });
}

export function useCheckSetupCode() {
  return useMutation({ mutationFn: (code: string) => take(api.POST('/setup/code', { body: { code } })) });
}

// Signs the owner in, but leaves it to the wizard when to go on (`startAs`): its last page comes first.
export function useSetUp() {
  const startAs = useStartAs();
  const mutation = useMutation({ mutationFn: (body: Schemas['Setup']) => take(api.POST('/setup', { body })) });
  return { ...mutation, startAs };
}

export function useSignOut() {
  const startAs = useStartAs();
  return useMutation({
    mutationFn: () => take(api.POST('/logout')),
    onSuccess: () => startAs(null),
  });
}

export function useChangePassword() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas['PasswordChange']) => take(api.POST('/me/password', { body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.logins }),
  });
}

export function useEndLogin() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => take(api.DELETE('/me/logins/{login_id}', { params: { path: { login_id: id } } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.logins }),
  });
}

export function useEndOtherLogins() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => take(api.DELETE('/me/logins')),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.logins }),
  });
}

export function useRemoveClient() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: removeClient,
    // Not the machine's own page, which would find it missing before it is left.
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['clients', 'list'] }),
  });
}

// One of many: whoever asks for it fetches the list anew when all are done.
export const removeClient = (id: string) => take(api.DELETE('/clients/{client_id}', { params: { path: { client_id: id } } }));

export function useChangeClient(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    // Without a version: whatever others have changed.
    mutationFn: ({ version, ...body }: Schemas['ClientChange'] & { version?: string }) =>
      takeVersioned(
        api.PATCH('/clients/{client_id}', {
          params: { path: { client_id: id }, ...(version && { header: ifMatch(version) }) },
          body,
        }),
      ),
    onSuccess: (machine) => queryClient.setQueryData(keys.client(id), machine),
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: keys.clientTags });
      return queryClient.invalidateQueries({ queryKey: ['clients', 'list'] });
    },
  });
}

// Of many: whoever asks for it fetches anew when all is done.
export const changeClientTags = (body: Schemas['ClientTagsRequest']) => take(api.POST('/clients/tags', { body }));

export function useChangeOrganization() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ version, ...body }: Schemas['OrganizationChange'] & { version: string }) =>
      takeVersioned(api.PATCH('/organization', { params: { header: ifMatch(version) }, body })),
    onSuccess: (organization) => queryClient.setQueryData(keys.organization, organization),
  });
}

export function useCreateRelay() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas['RelayRequest']) => take(api.POST('/relays', { body })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.relays }),
    gcTime: 0, // the token is shown once and kept nowhere
  });
}

export function useRenewRelayToken() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => take(api.POST('/relays/{relay_id}/token', { params: { path: { relay_id: id } } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.relays }),
    gcTime: 0,
  });
}

export function useRemoveRelay() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => take(api.DELETE('/relays/{relay_id}', { params: { path: { relay_id: id } } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.relays }),
  });
}

export function useConfirmDeviceKey() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, fingerprint }: { id: string; fingerprint: string }) =>
      take(api.POST('/clients/{client_id}/device-key', { params: { path: { client_id: id } }, body: { fingerprint } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['clients'] }),
  });
}

export function useCreateEnrolmentToken() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas['EnrolmentTokenRequest']) => take(api.POST('/enrolment-tokens', { body })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.enrolmentTokens }),
    gcTime: 0, // the token is shown once and kept nowhere
  });
}

export function useRevokeEnrolmentToken() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      take(api.DELETE('/enrolment-tokens/{token_id}', { params: { path: { token_id: id } } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.enrolmentTokens }),
  });
}

export function useCommentSession(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ comment, version }: { comment: string; version: number }) =>
      take(
        api.PATCH('/sessions/{session_id}', {
          params: { path: { session_id: id }, header: ifMatch(version) },
          body: { comment },
        }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['sessions'] }),
  });
}

export function useCloseSession() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      take(api.POST('/sessions/{session_id}/close', { params: { path: { session_id: id } } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['sessions'] }),
  });
}
