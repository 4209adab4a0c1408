// What the list of users shows, as its address says it: a link to it shows the same list.
import type { UserFilter, UserOrder, UserState } from '../../api/keys';
import { oneOf } from '../../ui/oneOf';

export interface Choice {
  search: string; // as it was typed
  state: UserState | ''; // '': all, as below
  role: string;
  group: string;
  order: UserOrder;
}

const LONGEST_SEARCH = 100;

const idOf = (text: string | null): string => (text && /^[1-9]\d{0,15}$/.test(text) ? text : '');

// An address may hold anything; what is no choice counts as not chosen.
export function readChoice(params: URLSearchParams): Choice {
  return {
    search: (params.get('search') ?? '').slice(0, LONGEST_SEARCH),
    state: oneOf(['', 'active', 'unverified', 'disabled', 'ended'], params.get('state'), ''),
    role: idOf(params.get('role')),
    group: idOf(params.get('group')),
    order: oneOf(['name', 'newest'], params.get('sort'), 'name'),
  };
}

// Only what differs from the whole list, by name.
export function writeChoice({ search, state, role, group, order }: Choice): URLSearchParams {
  const params = new URLSearchParams();
  if (search !== '') params.set('search', search);
  if (state !== '') params.set('state', state);
  if (role !== '') params.set('role', role);
  if (group !== '') params.set('group', group);
  if (order !== 'name') params.set('sort', order);
  return params;
}

// By more than a search.
export function isNarrowed({ state, role, group }: Choice): boolean {
  return state !== '' || role !== '' || group !== '';
}

// The order leaves nobody out.
export function isFiltered(choice: Choice): boolean {
  return isNarrowed(choice) || choice.search.trim() !== '';
}

export function filterOf({ search, state, role, group, order }: Choice): UserFilter {
  return {
    search: search.trim(),
    state: state || undefined,
    role: role || undefined,
    group: group || undefined,
    sort: order,
  };
}
