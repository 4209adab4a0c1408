// What there is for what somebody typed: asked of the lists that they may see, all at once.
import { useQuery } from '@tanstack/react-query';
import type { TablerIcon } from '@tabler/icons-react';
import { IconDeviceDesktop, IconHistory, IconListCheck, IconShieldCheck, IconUser, IconUsersGroup } from '@tabler/icons-react';

import type { Machine, Section } from '../api/client';
import { useGroups, usePermissionSets, useRoles, useUsers } from '../api/peopleQueries';
import { ApiError } from '../api/problem';
import { fetchSession, useClients } from '../api/queries';
import { useAccess } from '../app/CurrentUser';
import { nameOf } from '../rights/Person';
import { addressOf, groupDigits, normalizeAddress } from '../ui/address';
import { bestFirst, marked, markedId, matches, type Piece } from './match';
import { usePages } from './pages';
import { words } from './words';

const MOST = 5;

export interface Found {
  to: string;
  icon: TablerIcon;
  name: Piece[];
  note?: Piece[] | undefined;
  // A second thing to do: connect to it.
  machine?: Machine | undefined;
}

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
  const may = {
    machines: asks('clients'),
    users: asks('users'),
    groups: asks('groups'),
    roles: asks('roles'),
    sets: asks('permission_sets'),
    sessions: asks('sessions') && /^\d{1,15}$/.test(typed),
  };
  const pages = usePages().filter(({ label }) => matches(label, typed));
  const machines = useClients({ search: normalizeAddress(typed) }, MOST, may.machines);
  const users = useUsers({ search: typed }, MOST, may.users);
  const groups = useGroups(may.groups);
  const roles = useRoles(may.roles);
  const sets = usePermissionSets(may.sets);
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

function machineFound(machine: Machine, typed: string): Found {
  const id = groupDigits(machine.id);
  const between = { text: ' · ', hit: false };
  const address = addressOf(machine);
  return {
    to: `/clients/${encodeURIComponent(machine.id)}`,
    icon: IconDeviceDesktop,
    name: machine.name ? marked(machine.name, typed) : markedId(id, typed),
    // An alias does not tell why a machine was found by its ID.
    note: [
      ...(machine.alias ? [...marked(address, typed), between] : []),
      ...markedId(id, typed),
      ...machine.tags.filter((tag) => matches(tag, typed)).flatMap((tag) => [between, ...marked(tag, typed)]),
    ],
    machine,
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
