// Passkeys, as the browser and its authenticators do them (W3C Web Authentication).
import { useMutation } from '@tanstack/react-query';

import { fromBase64Url, toBase64Url } from '../seal/base64url';
import { api, take } from './client';
import { useStartAs } from './mutations';
import { passkeyWords as words } from './passkeyWords';
import { PasskeyError } from './problem';
import type { components } from './schema';
import { useRefreshFactors } from './secondFactor';

type Schemas = components['schemas'];

// Does this browser offer them, on this page? Whether the name of the page will do, the appliance says.
export function passkeysWork(): boolean {
  return (
    window.isSecureContext &&
    typeof PublicKeyCredential === 'function' &&
    typeof AuthenticatorAttestationResponse === 'function' &&
    'getPublicKey' in AuthenticatorAttestationResponse.prototype
  );
}

// An IP address can have none; the sign-in page need not offer what can't be.
export function isAddress(host: string): boolean {
  return host.includes(':') || /(^|\.)\d+$/.test(host);
}

const bytes = (buffer: ArrayBuffer) => toBase64Url(new Uint8Array(buffer));
const credentials = (ids: readonly string[]) => ids.map((id) => ({ type: 'public-key' as const, id: fromBase64Url(id) }));

// The browser's dialog. It gives no more than a name for what went wrong, on purpose.
async function inDialog(shown: Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const credential = await shown;
    if (credential instanceof PublicKeyCredential) return credential;
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    if (name === 'NotAllowedError' || name === 'AbortError') throw new PasskeyError(words.closed);
    if (name === 'InvalidStateError') throw new PasskeyError(words.known);
    if (name === 'SecurityError') throw new PasskeyError(words.refused);
  }
  throw new PasskeyError(words.unusable);
}

async function make(invitation: Schemas['PasskeyInvitation']): Promise<Omit<Schemas['PasskeyRequest'], 'name'>> {
  const made = await inDialog(
    navigator.credentials.create({
      publicKey: {
        challenge: fromBase64Url(invitation.challenge),
        rp: { id: invitation.rp_id, name: invitation.rp_name },
        user: { id: fromBase64Url(invitation.user_handle), name: invitation.user_name, displayName: invitation.user_display_name },
        pubKeyCredParams: invitation.algorithms.map((alg) => ({ type: 'public-key', alg })),
        excludeCredentials: credentials(invitation.credential_ids),
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
        attestation: 'none',
        timeout: invitation.good_for * 1000,
      },
    }),
  );
  const response = made.response as AuthenticatorAttestationResponse;
  const key = response.getPublicKey();
  if (!key) throw new PasskeyError(words.unusable);
  return {
    id: bytes(made.rawId),
    client_data: bytes(response.clientDataJSON),
    authenticator_data: bytes(response.getAuthenticatorData()),
    public_key: bytes(key),
    algorithm: response.getPublicKeyAlgorithm(),
  };
}

async function show(question: Schemas['PasskeyQuestion'], userVerification: UserVerificationRequirement) {
  const shown = await inDialog(
    navigator.credentials.get({
      publicKey: {
        challenge: fromBase64Url(question.challenge),
        rpId: question.rp_id,
        allowCredentials: credentials(question.credential_ids),
        userVerification,
        timeout: question.good_for * 1000,
      },
    }),
  );
  const response = shown.response as AuthenticatorAssertionResponse;
  const answer: Schemas['PasskeyAnswer'] = {
    id: bytes(shown.rawId),
    client_data: bytes(response.clientDataJSON),
    authenticator_data: bytes(response.authenticatorData),
    signature: bytes(response.signature),
  };
  return response.userHandle ? { ...answer, user_handle: bytes(response.userHandle) } : answer;
}

export function useAddPasskey() {
  const refresh = useRefreshFactors();
  return useMutation({
    mutationFn: async (name: string) => {
      const made = await make(await take(api.POST('/me/second-factor/passkeys/options', { body: {} })));
      return take(api.POST('/me/second-factor/passkeys', { body: { name, ...made } }));
    },
    onSuccess: refresh,
    gcTime: 0,
  });
}

export function useRemovePasskey() {
  const refresh = useRefreshFactors();
  return useMutation({
    mutationFn: (id: string) => take(api.DELETE('/me/second-factor/passkeys/{passkey_id}', { params: { path: { passkey_id: id } } })),
    onSettled: refresh,
  });
}

// Without name and password: the authenticator knows whose passkey it has, and verifies that person.
export function useSignInWithPasskey() {
  const startAs = useStartAs();
  return useMutation({
    mutationFn: async () => {
      const passkey = await show(await take(api.POST('/login/passkey/options', { body: {} })), 'required');
      return take(api.POST('/login/passkey', { body: { passkey } }));
    },
    onSuccess: (me) => startAs(me),
    gcTime: 0,
  });
}

// In the second step of signing in.
export function useShowPasskey() {
  const startAs = useStartAs();
  return useMutation({
    mutationFn: async () => {
      const passkey = await show(await take(api.POST('/login/code/passkey/options', { body: {} })), 'preferred');
      return take(api.POST('/login/code', { body: { passkey } }));
    },
    onSuccess: (me) => startAs(me),
    gcTime: 0,
  });
}

// When the appliance wants to see again who is there.
export function useConfirmByPasskey() {
  return useMutation({
    mutationFn: async () => {
      const passkey = await show(await take(api.POST('/me/confirm/passkey/options', { body: {} })), 'preferred');
      return take(api.POST('/me/confirm', { body: { passkey } }));
    },
    gcTime: 0,
  });
}
