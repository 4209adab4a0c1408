import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';

import { NO_SESSION, type Snapshot, type ViewerSession } from './ViewerSession';
import { takeVisit } from './visits';

// The session of this visit. It begins with the page and ends with it: also when the tab is closed or the history moves on.
export function useSession(address: string): { session: ViewerSession | undefined; snapshot: Snapshot } {
  const [session, setSession] = useState<ViewerSession>();
  const queryClient = useQueryClient();

  useEffect(() => {
    let visit: ViewerSession | undefined;
    // In the next turn: an effect that React takes back at once (StrictMode) must not ring a machine.
    const begin = setTimeout(() => {
      visit = takeVisit(address, queryClient);
      setSession(visit);
    });
    const leave = () => visit?.leave();
    const online = () => visit?.tryNow();
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
      leave();
    };
  }, [address, queryClient]);

  const subscribe = useCallback((listener: () => void) => session?.subscribe(listener) ?? (() => {}), [session]);
  const snapshot = useSyncExternalStore(subscribe, () => session?.getSnapshot() ?? NO_SESSION);
  return { session, snapshot };
}
