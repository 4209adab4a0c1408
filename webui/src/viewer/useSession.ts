import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';

import { api, take } from '../api/client';
import { keys } from '../api/keys';
import { isSignedOut } from '../api/problem';
import { openWebSocket } from './link';
import { ViewerSession, type Needs, type Snapshot } from './ViewerSession';

function needsOf(queryClient: QueryClient): Needs {
  return {
    connect: async (address) => {
      try {
        return await take(api.POST('/connections', { body: { address } }));
      } catch (error) {
        // Without a `me` the guard around this page leads to the sign-in page, and from there back here.
        if (isSignedOut(error)) queryClient.setQueryData(keys.me, null);
        throw error;
      }
    },
    openLink: openWebSocket,
  };
}

const NOTHING: Snapshot = {
  phase: { kind: 'asking' },
  machine: undefined,
  permissions: undefined,
  channel: undefined,
};

// The session of this visit. It begins with the page and ends with it: also when the tab is closed or the history moves on.
export function useSession(address: string): { session: ViewerSession | undefined; snapshot: Snapshot } {
  const [session, setSession] = useState<ViewerSession>();
  const queryClient = useQueryClient();

  useEffect(() => {
    const visit = new ViewerSession(address, needsOf(queryClient));
    setSession(visit);
    // In the next turn: an effect that React takes back at once (StrictMode) must not ring a machine.
    const begin = setTimeout(() => visit.start());
    const leave = () => visit.leave();
    const online = () => visit.tryNow();
    // A page that comes back from the browser's cache finds its session gone.
    const shown = (event: PageTransitionEvent) => event.persisted && window.location.reload();
    window.addEventListener('pagehide', leave);
    window.addEventListener('pageshow', shown);
    window.addEventListener('online', online);
    return () => {
      clearTimeout(begin);
      window.removeEventListener('pagehide', leave);
      window.removeEventListener('pageshow', shown);
      window.removeEventListener('online', online);
      visit.leave();
    };
  }, [address, queryClient]);

  const subscribe = useCallback((listener: () => void) => session?.subscribe(listener) ?? (() => {}), [session]);
  const snapshot = useSyncExternalStore(subscribe, () => session?.getSnapshot() ?? NOTHING);
  return { session, snapshot };
}
