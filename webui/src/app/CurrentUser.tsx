import { createContext, useContext } from 'react';

import type { Level, Me, Section } from '../api/client';

export const CurrentUser = createContext<Me | null>(null);

// Only below RequireLogin.
export function useCurrentUser(): Me {
  const me = useContext(CurrentUser);
  if (!me) throw new Error('Nobody is signed in');
  return me;
}

export function useAccess(section: Section): Level {
  return useCurrentUser().access[section];
}
