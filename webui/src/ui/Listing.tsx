import type { ReactNode } from 'react';

import { ErrorState } from './States';

interface ListingProps {
  query: { isError: boolean; error: unknown; refetch: () => unknown };
  rows: readonly unknown[] | undefined;
  empty: ReactNode;
  children: ReactNode;
}

// A list, or what stands in its place: an error when nothing was ever loaded, a word of help when there is nothing.
export function Listing({ query, rows, empty, children }: ListingProps) {
  if (query.isError && !rows) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return rows?.length === 0 ? empty : children;
}
