// Address books: those that are shared, by their ID, and one's own, which has none for others.
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { api, ifMatch, take } from './client';
import { type AddressFilter, keys } from './keys';
import { usePolling } from './live';
import type { Change } from './peopleMutations';
import { PAGE, paging } from './queries';
import type { components } from './schema';

type Schemas = components['schemas'];
export type AddressBook = Schemas['AddressBook'];
export type AddressEntry = Schemas['AddressEntry'];
export type AddressImport = Schemas['AddressImport'];

// null: one's own.
export type BookId = string | null;

const of = (book: string) => ({ path: { book_id: book } });
const entryOf = (book: string, entry: string) => ({ path: { book_id: book, entry_id: entry } });

export function useAddressBooks(enabled = true) {
  return useQuery({
    queryKey: keys.addressBooks,
    queryFn: () => take(api.GET('/address-books')),
    refetchInterval: usePolling(),
    enabled,
  });
}

export const fetchAddressBook = (id: string) => take(api.GET('/address-books/{book_id}', { params: of(id) }));

export function useAddressBook(id: string) {
  return useQuery({ queryKey: keys.addressBook(id), queryFn: () => fetchAddressBook(id), refetchInterval: usePolling() });
}

export function useAddressEntries(book: BookId, filter: AddressFilter, limit = PAGE, enabled = true) {
  const refetchInterval = usePolling();
  return useInfiniteQuery({
    queryKey: [...keys.addressEntries(book, filter), limit],
    queryFn: ({ pageParam, signal }) => {
      const query = {
        limit,
        ...(pageParam && { cursor: pageParam }),
        ...(filter.search && { search: filter.search }),
        ...(filter.tags.length > 0 && { tags: filter.tags.join(',') }),
      };
      return book === null
        ? take(api.GET('/me/address-book/entries', { params: { query }, signal }))
        : take(api.GET('/address-books/{book_id}/entries', { params: { ...of(book), query }, signal }));
    },
    ...paging,
    placeholderData: keepPreviousData,
    refetchInterval,
    enabled,
  });
}

export const fetchAddressEntry = (book: BookId, id: string) =>
  book === null
    ? take(api.GET('/me/address-book/entries/{entry_id}', { params: { path: { entry_id: id } } }))
    : take(api.GET('/address-books/{book_id}/entries/{entry_id}', { params: entryOf(book, id) }));

// The tags in a book, to choose from.
export function useAddressTags(book: BookId) {
  return useQuery({
    queryKey: keys.addressTags(book),
    queryFn: () =>
      book === null
        ? take(api.GET('/me/address-book/tags'))
        : take(api.GET('/address-books/{book_id}/tags', { params: of(book) })),
    refetchInterval: usePolling(),
  });
}

export const bookTopic = (book: BookId) => (book === null ? 'own-address-book' : 'address-books');
export const exportPath = (book: BookId) => (book === null ? '/me/address-book/export' : `/address-books/${book}/export`);

function useChange<Argument, Answer>(book: BookId, mutationFn: (argument: Argument) => Promise<Answer>) {
  const queryClient = useQueryClient();
  return useMutation({ mutationFn, onSettled: () => queryClient.invalidateQueries({ queryKey: [bookTopic(book)] }) });
}

export function useCreateBook() {
  return useChange('', (body: Schemas['AddressBookRequest']) => take(api.POST('/address-books', { body })));
}

export function useChangeBook(id: string) {
  return useChange(id, ({ body, version }: Change<Schemas['AddressBookChange']>) =>
    take(api.PATCH('/address-books/{book_id}', { params: { ...of(id), header: ifMatch(version) }, body })),
  );
}

export function useRemoveBook() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version }: { id: string; version: number }) =>
      take(api.DELETE('/address-books/{book_id}', { params: { ...of(id), header: ifMatch(version) } })),
    // Not the book's own page, which would find it missing before it is left.
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.addressBooks }),
  });
}

export function useCreateEntry(book: BookId) {
  return useChange(book, (body: Schemas['AddressEntryRequest']) =>
    book === null
      ? take(api.POST('/me/address-book/entries', { body }))
      : take(api.POST('/address-books/{book_id}/entries', { params: of(book), body })),
  );
}

export function useChangeEntry(book: BookId, id: string) {
  return useChange(book, ({ body, version }: Change<Schemas['AddressEntryChange']>) => {
    const header = ifMatch(version);
    return book === null
      ? take(api.PATCH('/me/address-book/entries/{entry_id}', { params: { path: { entry_id: id }, header }, body }))
      : take(api.PATCH('/address-books/{book_id}/entries/{entry_id}', { params: { ...entryOf(book, id), header }, body }));
  });
}

export function useRemoveEntry(book: BookId) {
  return useChange(book, ({ id, version }: { id: string; version: number }) => {
    const header = ifMatch(version);
    return book === null
      ? take(api.DELETE('/me/address-book/entries/{entry_id}', { params: { path: { entry_id: id }, header } }))
      : take(api.DELETE('/address-books/{book_id}/entries/{entry_id}', { params: { ...entryOf(book, id), header } }));
  });
}

export const importEntries = (book: BookId, body: AddressImport) =>
  book === null
    ? take(api.POST('/me/address-book/import', { body }))
    : take(api.POST('/address-books/{book_id}/import', { params: of(book), body }));
