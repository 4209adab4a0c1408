// What there is for what somebody typed: asked of the lists that they may see, all at once.
import { useQuery } from '@tanstack/react-query';
import type { TablerIcon } from '@tabler/icons-react';
import { IconAddressBook, IconHistory, IconListCheck, IconShieldCheck, IconUser, IconUsersGroup } from '@tabler/icons-react';

import { useAddressBooks, useAddressEntries } from '../api/addressBooks';
import type { Section } from '../api/client';
import { useGroups, usePermissionSets, useRoles, useUsers } from '../api/peopleQueries';
import { ApiError } from '../api/problem';
import { fetchSession, useClients } from '../api/queries';
import { useAccess, useFeature } from '../app/CurrentUser';
import { nameOf } from '../rights/Person';
import { normalizeAddress } from '../ui/address';
import { entryFound, type Found, machineFound } from './found';
import { bestFirst, marked, matches } from './match';
import { usePages } from './pages';
import { words } from './words';

const MOST = 5;

export interface FoundGroup {
  id: string;
  label: string;
  found: Found[];
}

interface Asked {
  isError: boolean;
  isFetching: boolean;
  isPlaceholderData: boolean;
  isPending: boolean;
  refetch: () => unknown;
}

// `typed`: trimmed, and paused in; '': nothing is asked.
export function useFound(typed: string) {
  const asks = (section: Section) => useAccess(section) !== 'none' && typed !== '';
  const hasRoles = useFeature('roles');
  const may = {
    machines: asks('clients'),
    users: asks('users'),
    groups: asks('groups'),
    roles: asks('roles') && hasRoles,
    sets: asks('permission_sets'),
    books: asks('address_books'),
    entries: asks('personal_profile'),
    sessions: asks('sessions') && /^\d{1,15}$/.test(typed),
  };
  const pages = usePages().filter(({ label }) => matches(label, typed));
  const machines = useClients({ search: normalizeAddress(typed) }, MOST, may.machines);
  const users = useUsers({ search: typed }, MOST, may.users);
  const groups = useGroups(may.groups);
  const roles = useRoles(may.roles);
  const sets = usePermissionSets(may.sets);
  const books = useAddressBooks(may.books);
  // Of one's own book: the others can only be asked one by one.
  const entries = useAddressEntries(null, { search: normalizeAddress(typed), tags: [] }, MOST, may.entries);
  const session = useSessionOf(typed, may.sessions);

  const named = (items: readonly { id: string; name: string; description: string }[] | undefined, path: string, icon: TablerIcon) =>
    bestFirst(items?.filter(({ name }) => matches(name, typed)) ?? [], ({ name }) => name, typed)
      .slice(0, MOST)
      .map(({ id, name, description }): Found => ({
        to: `/${path}/${id}`,
        icon,
        name: marked(name, typed),
        note: description === '' ? undefined : marked(description, typed),
      }));

  const all: FoundGroup[] = [
    { id: 'pages', label: words.pages, found: pages.map(({ to, label, icon }) => ({ to, icon, name: marked(label, typed) })) },
    {
      id: 'machines',
      label: words.machines,
      found: may.machines ? (machines.data?.pages[0]?.items ?? []).map((machine) => machineFound(machine, typed)) : [],
    },
    {
      id: 'users',
      label: words.users,
      found: may.users
        ? (users.data?.pages[0]?.items ?? []).map((user) => ({
            to: `/users/${user.id}`,
            icon: IconUser,
            name: marked(nameOf(user), typed),
            note: marked(user.email, typed),
          }))
        : [],
    },
    { id: 'groups', label: words.groups, found: may.groups ? named(groups.data?.items, 'groups', IconUsersGroup) : [] },
    { id: 'roles', label: words.roles, found: may.roles ? named(roles.data?.items, 'roles', IconShieldCheck) : [] },
    { id: 'sets', label: words.sets, found: may.sets ? named(sets.data?.items, 'permission-sets', IconListCheck) : [] },
    { id: 'books', label: words.books, found: may.books ? named(books.data?.items, 'address-books', IconAddressBook) : [] },
    {
      id: 'entries',
      label: words.entries,
      found: may.entries ? (entries.data?.pages[0]?.items ?? []).map((entry) => entryFound(entry, typed)) : [],
    },
    {
      id: 'sessions',
      label: words.sessions,
      found:
        may.sessions && session.data
          ? [
              {
                to: `/sessions/${session.data.id}`,
                icon: IconHistory,
                name: marked(words.session(session.data.id), typed),
                note: marked(words.sessionOf(session.data.user_name, session.data.client_name), ''),
              },
            ]
          : [],
    },
  ];
  const asked: [string, boolean, Asked][] = [
    [words.machines, may.machines, machines],
    [words.users, may.users, users],
    [words.groups, may.groups, groups],
    [words.roles, may.roles, roles],
    [words.sets, may.sets, sets],
    [words.books, may.books, books],
    [words.entries, may.entries, entries],
    [words.sessions, may.sessions, session],
  ];
  const open = asked.filter(([, may]) => may);
  const failed = open.filter(([, , { isError }]) => isError);
  return {
    groups: all.filter(({ found }) => found.length > 0),
    // Something of it may still come.
    busy: open.some(([, , query]) => query.isPending || (query.isPlaceholderData && query.isFetching)),
    failed: failed.map(([label]) => label),
    retry: () => failed.forEach(([, , query]) => void query.refetch()),
  };
}

// A session's number is all of it, or nothing.
function useSessionOf(id: string, enabled: boolean) {
  return useQuery({
    queryKey: ['sessions', 'search', id],
    queryFn: async () => {
      try {
        return await fetchSession(id);
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }
    },
    enabled,
  });
}
