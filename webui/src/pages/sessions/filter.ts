// What the list of sessions shows, as its address says it: a link to it shows the same sessions.
import type { SessionFilter } from '../../api/keys';
import { startOfDay } from '../../rights/days';
import { oneOf } from '../../ui/oneOf';

export interface Choice {
  search: string; // as it was typed
  show: 'all' | 'active';
  authorizedBy: '' | Authorization; // '': in any way
  client: string; // a machine's ID; '': any
  from: string; // the first day; '': any
  to: string; // the last day
}

export type Authorization = NonNullable<SessionFilter['authorizedBy']>;

export const AUTHORIZATIONS: readonly Authorization[] = ['right', 'api_token'];

const LONGEST_SEARCH = 100;

// '' where the text names none.
export const authorizationOf = (text: string | null): Choice['authorizedBy'] => oneOf(['', ...AUTHORIZATIONS], text, '');

const day = (text: string | null): string => (text && startOfDay(text) ? text : '');

// An address may hold anything; what is no choice counts as not chosen.
export function readChoice(params: URLSearchParams): Choice {
  const client = params.get('client') ?? '';
  return {
    search: (params.get('search') ?? '').slice(0, LONGEST_SEARCH),
    show: oneOf(['all', 'active'], params.get('show'), 'all'),
    authorizedBy: authorizationOf(params.get('authorized')),
    client: /^[1-9]\d{0,15}$/.test(client) ? client : '',
    from: day(params.get('from')),
    to: day(params.get('to')),
  };
}

// Only what leaves sessions out.
export function writeChoice({ search, show, authorizedBy, client, from, to }: Choice): URLSearchParams {
  const params = new URLSearchParams();
  if (search !== '') params.set('search', search);
  if (show !== 'all') params.set('show', show);
  if (authorizedBy !== '') params.set('authorized', authorizedBy);
  if (client !== '') params.set('client', client);
  if (from !== '') params.set('from', from);
  if (to !== '') params.set('to', to);
  return params;
}

// By more than whether they are running.
export const isNarrowed = ({ search, authorizedBy, client, from, to }: Choice): boolean =>
  search.trim() !== '' || authorizedBy !== '' || client !== '' || from !== '' || to !== '';

// Days are those of whoever looks.
export function filterOf({ search, show, authorizedBy, client, from, to }: Choice): SessionFilter {
  return {
    search: search.trim(),
    authorizedBy: authorizedBy || undefined,
    clientId: client || undefined,
    active: show === 'active',
    from: startOfDay(from) ?? undefined,
    to: startOfDay(to, 1) ?? undefined,
  };
}

// The same as a query of the API.
export function exportPath(choice: Choice, format: 'csv' | 'json'): string {
  const { search, authorizedBy, clientId, active, from, to } = filterOf(choice);
  const query = new URLSearchParams({ format });
  if (search) query.set('search', search);
  if (authorizedBy) query.set('authorized_by', authorizedBy);
  if (clientId) query.set('client_id', clientId);
  if (active) query.set('active', 'true');
  if (from) query.set('from', from);
  if (to) query.set('to', to);
  return `/session-export?${query}`;
}
