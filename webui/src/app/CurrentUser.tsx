import { createContext, useContext } from 'react';

import type { Feature, Level, Me, Section } from '../api/client';
import { accessOf } from './license';

export const CurrentUser = createContext<Me | null>(null);

// Only below RequireLogin.
export function useCurrentUser(): Me {
  const me = useContext(CurrentUser);
  if (!me) throw new Error('Nobody is signed in');
  return me;
}

// 'none' also to what the license does not have.
export function useAccess(section: Section): Level {
  return accessOf(useCurrentUser(), section);
}

// Are users created and invited by people here? The appliance refuses it otherwise.
export const makesByHand = ({ user_provider }: Pick<Me, 'user_provider'>): boolean => user_provider === 'admin';

export const useMakesByHand = (): boolean => makesByHand(useCurrentUser());

export function useFeature(feature: Feature): boolean {
  return useCurrentUser().features.includes(feature);
}
