// What the list of machines shows, as its address says it: a link to it shows the same list.
import type { ClientFilter, ClientOrder } from '../../api/keys';
import { normalizeAddress } from '../../ui/address';
import { oneOf } from '../../ui/oneOf';
import { readTags } from '../../ui/tagList';

export type Presence = '' | 'online' | 'offline'; // '': both

export interface Choice {
  search: string; // as it was typed
  presence: Presence;
  platform: string; // '': all
  tags: string[];
  help: boolean;
  changedKey: boolean;
  order: ClientOrder;
}

const LONGEST_SEARCH = 100;
const LONGEST_PLATFORM = 64;

// An address may hold anything; what is no choice counts as not chosen.
export function readChoice(params: URLSearchParams): Choice {
  return {
    search: (params.get('search') ?? '').slice(0, LONGEST_SEARCH),
    presence: oneOf(['', 'online', 'offline'], params.get('state'), ''),
    platform: (params.get('platform') ?? '').slice(0, LONGEST_PLATFORM),
    tags: readTags(params),
    help: params.get('help') === 'requested',
    changedKey: params.get('key') === 'changed',
    order: oneOf(['newest', 'name', 'seen'], params.get('sort'), 'newest'),
  };
}

// Only what differs from the whole list, newest first.
export function writeChoice({ search, presence, platform, tags, help, changedKey, order }: Choice): URLSearchParams {
  const params = new URLSearchParams();
  if (search !== '') params.set('search', search);
  if (presence !== '') params.set('state', presence);
  if (platform !== '') params.set('platform', platform);
  for (const tag of tags) params.append('tag', tag);
  if (help) params.set('help', 'requested');
  if (changedKey) params.set('key', 'changed');
  if (order !== 'newest') params.set('sort', order);
  return params;
}

// The order leaves nothing out.
export function isFiltered(choice: Choice): boolean {
  return isNarrowed(choice) || normalizeAddress(choice.search) !== '';
}

// By more than a search.
export function isNarrowed({ presence, platform, tags, help, changedKey }: Choice): boolean {
  return presence !== '' || platform !== '' || tags.length > 0 || help || changedKey;
}

export function filterOf({ search, presence, platform, tags, help, changedKey, order }: Choice): ClientFilter {
  return {
    search: normalizeAddress(search),
    online: presence === '' ? undefined : presence === 'online',
    platform: platform || undefined,
    tags,
    help,
    changedKey,
    sort: order,
  };
}
