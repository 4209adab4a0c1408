import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';

import { EventFeed } from './events';
import { everyTopic, keysForTopic } from './keys';

// 'starting' until the event stream was up or down once.
type Live = 'starting' | 'up' | 'down';

const LiveContext = createContext<Live>('starting');

// Keeps what the pages show up to date while somebody is signed in.
export function LiveUpdates({ children }: { children: ReactNode }) {
  const queryClient = useQueryClient();
  const [live, setLive] = useState<Live>('starting');

  useEffect(() => {
    const refresh = (topic: string) => {
      for (const key of keysForTopic(topic)) void queryClient.invalidateQueries({ queryKey: [key] });
    };
    let wasUp = false;
    const feed = new EventFeed({
      open: () => new WebSocket(`wss://${location.host}/api/v1/events`),
      changed: refresh,
      live: (isLive) => {
        setLive(isLive ? 'up' : 'down');
        // The first connection comes just after the pages have fetched; a later one after a gap. A refused one may mean
        // that the login has ended, which asking for `me` (topic logins) finds out.
        if (isLive && wasUp) everyTopic.forEach(refresh);
        if (!isLive) refresh('logins');
        wasUp ||= isLive;
      },
    });
    const hurry = () => {
      if (document.visibilityState === 'visible') feed.hurry();
    };
    feed.start();
    window.addEventListener('online', hurry);
    document.addEventListener('visibilitychange', hurry);
    return () => {
      feed.stop();
      window.removeEventListener('online', hurry);
      document.removeEventListener('visibilitychange', hurry);
    };
  }, [queryClient]);

  return <LiveContext.Provider value={live}>{children}</LiveContext.Provider>;
}

export function useLive(): Live {
  return useContext(LiveContext);
}

// For `refetchInterval`: pages are told what changes; they ask by themselves only while the event stream is down.
export function usePolling(): number | false {
  return useLive() === 'down' ? 15_000 : false;
}
