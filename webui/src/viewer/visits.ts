import type { QueryClient } from '@tanstack/react-query';

import { api, take } from '../api/client';
import { keys } from '../api/keys';
import { isSignedOut } from '../api/problem';
import { fromBase64Url, toBase64Url } from '../seal/base64url';
import { newKeyPair } from '../seal/noise';
import { sealedLinks } from '../seal/sealedLink';
import { PROLOGUE, viewerHello } from '../wire/control';
import { checkKey, sealOf, type Seal } from './deviceKey';
import { openWebSocket, relaySockets } from './link';
import { knownKeys as pins } from './pins';
import { measureRoundTrip, RelayChoice } from './relayChoice';
import { ViewerSession, type Line, type Needs, type Way } from './ViewerSession';

// A visit that no page takes is given up: somebody clicked, and then went elsewhere.
const UNTAKEN_MS = 5_000;

const relays = new RelayChoice(measureRoundTrip);

let begun: { address: string; session: ViewerSession; timer: ReturnType<typeof setTimeout> } | undefined;

// Asks for the session in the click itself, while the viewer's page is still being built.
export function beginVisit(address: string, queryClient: QueryClient): void {
  abandonVisit();
  const session = newVisit(address, queryClient);
  begun = { address, session, timer: setTimeout(abandonVisit, UNTAKEN_MS) };
  session.start();
}

// The visit that was begun for this address, once; or a new one, which is started here.
export function takeVisit(address: string, queryClient: QueryClient): ViewerSession {
  if (begun?.address === address) {
    const { session, timer } = begun;
    clearTimeout(timer);
    begun = undefined;
    return session;
  }
  abandonVisit();
  const session = newVisit(address, queryClient);
  session.start();
  return session;
}

function abandonVisit(): void {
  if (!begun) return;
  clearTimeout(begun.timer);
  begun.session.leave();
  begun = undefined;
}

function newVisit(address: string, queryClient: QueryClient): ViewerSession {
  const needs: Needs = {
    connect: async (wanted, sealed, way, reason) => {
      try {
        return await askForLine(wanted, sealed, way, reason);
      } catch (error) {
        // Without a `me` the guard around this page leads to the sign-in page, and from there back here.
        if (isSignedOut(error)) queryClient.setQueryData(keys.me, null);
        throw error;
      }
    },
    avoid: (relay) => relays.avoid(relay),
    trust: ({ machine, offered }) => pins.remember(machine.id, offered.key),
  };
  return new ViewerSession(address, needs);
}

// The portal's ticket is good for the one key that this browser makes for the session, and the line that comes of it is
// open only to the machine whose key the portal names, which has to be the one that this browser knows.
async function askForLine(address: string, sealed: (seal: Seal) => void, way: Way, reason: string): Promise<Line> {
  const ephemeral = await newKeyPair();
  const viewer_key = toBase64Url(ephemeral.publicKey);
  const connection = await take(api.POST('/connections', { body: { address, viewer_key, ...(reason && { reason }) } }));
  await checkKey(connection, pins);
  const relay = way === 'shortest' ? await relays.choose(connection) : undefined;
  const openLink = sealedLinks(relay ? relaySockets(relay.address) : openWebSocket, {
    ephemeral,
    deviceKey: fromBase64Url(connection.device_key),
    prologue: PROLOGUE,
    payload: viewerHello(connection.ticket),
    sealed: (handshakeHash) => void sealOf(connection, handshakeHash, pins).then(sealed),
  });
  return { connection, openLink, relay };
}
