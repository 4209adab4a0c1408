// The pages of single things that somebody was on lately, for the search.
import { useContext, useEffect } from 'react';
import { useLocation } from 'react-router-dom';

import { CurrentUser } from '../app/CurrentUser';
import { memory, type Memory, TRACES } from './memory';

export interface Visit {
  to: string; // the page's path
  name: string; // as it was called then
}

const KEPT = 8;
const LONGEST_NAME = 200;
const ITEM = `${TRACES}visits`;

export function readVisits(kept: unknown): Visit[] {
  if (!Array.isArray(kept)) return [];
  return kept
    .flatMap((one: unknown) => {
      if (typeof one !== 'object' || one === null || !('to' in one) || !('name' in one)) return [];
      const { to, name } = one;
      if (typeof to !== 'string' || typeof name !== 'string' || name === '') return [];
      return /^\/[\w-]+\/[\w.~%@-]+$/.test(to) ? [{ to, name: name.slice(0, LONGEST_NAME) }] : [];
    })
    .slice(0, KEPT);
}

// The latest first, each page once.
export function withVisit(visits: Visit[], visit: Visit): Visit[] {
  return [visit, ...visits.filter(({ to }) => to !== visit.to)].slice(0, KEPT);
}

export const visitsOf = (user: string, where: Memory = memory) => where.get(user, ITEM, readVisits);

// Notes that this page was looked at. `name`: what it shows; undefined: nothing to come back to.
export function useNoteVisit(name: string | undefined): void {
  const user = useContext(CurrentUser)?.user.id;
  const { pathname } = useLocation();
  useEffect(() => {
    if (user !== undefined && name) memory.set(user, ITEM, withVisit(visitsOf(user), { to: pathname, name }));
  }, [user, pathname, name]);
}

// What was there is there no more.
export function useForgetVisit(gone: boolean): void {
  const user = useContext(CurrentUser)?.user.id;
  const { pathname } = useLocation();
  useEffect(() => {
    if (user === undefined || !gone) return;
    memory.set(user, ITEM, visitsOf(user).filter(({ to }) => to !== pathname));
  }, [user, pathname, gone]);
}
