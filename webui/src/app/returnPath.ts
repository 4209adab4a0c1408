import type { Location } from 'react-router-dom';

// The sign-in page, which leads back to where one was going.
export function signInPath({ pathname, search }: Pick<Location, 'pathname' | 'search'>): string {
  const to = pathname + search;
  return to === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(to)}`;
}

// Only a path of this appliance: anyone can write a link with `to`.
export function returnPathFrom(search: string): string {
  const to = new URLSearchParams(search).get('to') ?? '/';
  return /^\/(?![/\\])/.test(to) ? to : '/';
}
