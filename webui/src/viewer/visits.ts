import type { QueryClient } from '@tanstack/react-query';

import { api, take } from '../api/client';
import { keys } from '../api/keys';
import { isSignedOut } from '../api/problem';
import { openWebSocket } from './link';
import { ViewerSession, type Needs } from './ViewerSession';

// A visit that no page takes is given up: somebody clicked, and then went elsewhere.
const UNTAKEN_MS = 5_000;

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
    connect: async (wanted) => {
      try {
        return await take(api.POST('/connections', { body: { address: wanted } }));
      } catch (error) {
        // Without a `me` the guard around this page leads to the sign-in page, and from there back here.
        if (isSignedOut(error)) queryClient.setQueryData(keys.me, null);
        throw error;
      }
    },
    openLink: openWebSocket,
  };
  return new ViewerSession(address, needs);
}
