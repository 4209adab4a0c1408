import { useEffect, useState } from 'react';

import { useTell } from '../ui/Toasts';
import type { ElevationControls } from './useElevation';

type Tools = typeof import('./elevationTools');

// Fetched when they are wanted first. Nothing: they are not there yet.
export function useElevationTools({ dialog, job, show, closeJob }: ElevationControls): Tools | undefined {
  const [tools, setTools] = useState<Tools>();
  const tell = useTell();
  const isWanted = !tools && (dialog !== undefined || job !== undefined);
  useEffect(() => {
    if (!isWanted) return;
    import('./elevationTools').then(setTools, (error: unknown) => {
      show(undefined);
      closeJob();
      tell.failed(error);
    });
  }, [isWanted]); // the rest does the same all the time
  return tools;
}
