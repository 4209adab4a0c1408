import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';

interface ListPage<Row> {
  items: Row[];
}

// The rows of all pages that were loaded so far, and how to get more. `rows` is undefined until the first page is there.
export function listOf<Row>(query: UseInfiniteQueryResult<InfiniteData<ListPage<Row>>>) {
  return {
    rows: query.data?.pages.flatMap((page) => page.items),
    more: {
      has: query.hasNextPage,
      loading: query.isFetchingNextPage,
      load: () => void query.fetchNextPage(),
    },
  };
}
