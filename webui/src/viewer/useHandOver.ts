import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';

import { focusUnlessElsewhere } from '../ui/focusUnlessElsewhere';
import { useTell } from '../ui/Toasts';
import { NOT_SAID, type HandOver, type HandOverNow } from './HandOver';
import { handOverWords as words } from './handOverWords';
import type { RemoteScreen } from './RemoteScreen';

export interface HandOverControls {
  now: HandOverNow;
  // This viewer might type or point, if it had the controls.
  isLacking: boolean;
  ask(): void;
  takeBack(): void;
  give(): void;
  letGo(): void;
  keep(): void;
}

// The controls of the machine in the session that is open, and how they change hands.
export function useHandOver(handOver: HandOver | undefined, screen: RemoteScreen | undefined, mayAct: boolean): HandOverControls {
  const subscribe = useCallback((listener: () => void) => handOver?.subscribe(listener) ?? (() => {}), [handOver]);
  const said = useSyncExternalStore(subscribe, () => handOver?.getSnapshot() ?? NOT_SAID);
  const now = { ...said, name: said.name || words.somebody };
  const isLacking = mayAct && (now.holder === 'nobody' || now.holder === 'another');
  useNews(said);

  // The button that was pressed for them is gone.
  useEffect(() => {
    if (!isLacking) focusUnlessElsewhere(screen?.canvas);
  }, [isLacking, screen]);

  return {
    now,
    isLacking,
    ask: () => handOver?.ask(),
    takeBack: () => handOver?.takeBack(),
    give: () => handOver?.give(),
    letGo: () => handOver?.letGo(),
    keep: () => handOver?.keep(),
  };
}

function useNews({ news }: HandOverNow): void {
  const tell = useTell();
  const told = useRef(news);
  useEffect(() => {
    if (news && news !== told.current) tell.done(words.news[news.what](news.name || words.somebody));
    told.current = news;
  }, [news, tell]);
}
