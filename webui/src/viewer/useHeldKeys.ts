import { useEffect, useState } from 'react';

import { MODIFIERS, type Modifier } from './keys';
import type { RemoteScreen } from './RemoteScreen';

export interface HeldKeys {
  held: ReadonlySet<Modifier>;
  toggle(modifier: Modifier): void;
}

const NONE: ReadonlySet<Modifier> = new Set();

// Modifiers that stay pressed at the machine until they are pressed again here.
export function useHeldKeys(screen: RemoteScreen | undefined, viewOnly: boolean): HeldKeys {
  const [held, setHeld] = useState(NONE);

  // The screen itself lets them go when it becomes view only or goes away.
  useEffect(() => {
    if (!screen || viewOnly) return undefined;
    return () => setHeld(NONE);
  }, [screen, viewOnly]);

  const toggle = (modifier: Modifier) => {
    if (!screen || viewOnly) return;
    const next = new Set(held);
    const isDown = !next.delete(modifier);
    if (isDown) next.add(modifier);
    setHeld(next);
    screen.hold(MODIFIERS[modifier], isDown);
  };
  return { held, toggle };
}
