// Which entries of an address book are shown, as its page's address says it: a link to it shows the same.
import type { AddressFilter } from '../../api/keys';
import { normalizeAddress } from '../../ui/address';
import { readTags } from '../../ui/tagList';

export interface Choice {
  search: string; // as it was typed
  tags: string[];
}

const LONGEST_SEARCH = 100;

// An address may hold anything; what is no choice counts as not chosen.
export function readChoice(params: URLSearchParams): Choice {
  return {
    search: (params.get('search') ?? '').slice(0, LONGEST_SEARCH),
    tags: readTags(params),
  };
}

export function writeChoice({ search, tags }: Choice): URLSearchParams {
  const params = new URLSearchParams();
  if (search !== '') params.set('search', search);
  for (const tag of tags) params.append('tag', tag);
  return params;
}

export function isFiltered({ search, tags }: Choice): boolean {
  return search.trim() !== '' || tags.length > 0;
}

export function filterOf({ search, tags }: Choice): AddressFilter {
  return { search: normalizeAddress(search), tags };
}
