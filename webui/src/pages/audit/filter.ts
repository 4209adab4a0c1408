// What the audit log shows, as its address says it: a link to it shows the same entries.
import type { AuditFilter } from '../../api/keys';
import { startOfDay } from '../../rights/days';
import { words } from './words';

export interface Choice {
  search: string; // as it was typed
  action: string; // '': all
  actor: string; // a user's ID; '': anybody
  from: string; // the first day; '': any
  to: string; // the last day
}

export const actions: readonly string[] = [...Object.keys(words.actionGroups), ...Object.keys(words.actions)];

const LONGEST_SEARCH = 100;

const day = (text: string | null): string => (text && startOfDay(text) ? text : '');

// An address may hold anything; what is no choice counts as not chosen.
export function readChoice(params: URLSearchParams): Choice {
  const actor = params.get('actor') ?? '';
  const action = params.get('action') ?? '';
  return {
    search: (params.get('search') ?? '').slice(0, LONGEST_SEARCH),
    action: actions.includes(action) ? action : '',
    actor: /^[1-9]\d{0,15}$/.test(actor) ? actor : '',
    from: day(params.get('from')),
    to: day(params.get('to')),
  };
}

// Only what leaves entries out.
export function writeChoice(choice: Choice): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(choice)) if (value !== '') params.set(name, value);
  return params;
}

export const isFiltered = (choice: Choice): boolean => writeChoice({ ...choice, search: choice.search.trim() }).size > 0;

// Days are those of whoever looks.
export function filterOf({ search, action, actor, from, to }: Choice): AuditFilter {
  return {
    search: search.trim(),
    action: action || undefined,
    actor: actor || undefined,
    from: startOfDay(from) ?? undefined,
    to: startOfDay(to, 1) ?? undefined,
  };
}

// The same as a query of the API.
export function exportPath(choice: Choice, format: 'jsonl' | 'csv'): string {
  const query = new URLSearchParams({ format });
  for (const [name, value] of Object.entries(filterOf(choice))) if (value) query.set(name, value);
  return `/audit-export?${query}`;
}
