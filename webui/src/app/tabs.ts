import {
  IconBuilding,
  IconDeviceDesktop,
  IconFileSearch,
  IconHistory,
  IconLayoutDashboard,
  IconListCheck,
  IconMail,
  IconRoute,
  IconShieldCheck,
  IconUser,
  IconUsersGroup,
  type TablerIcon,
} from '@tabler/icons-react';

import type { Me, Section } from '../api/client';
import { words } from './words';

export interface Tab {
  to: string;
  label: string;
  icon: TablerIcon;
  section?: Section; // none: for everybody
}

export const maySee = ({ section }: Tab, access: Me['access']): boolean => !section || access[section] !== 'none';

export const tabGroups: readonly { label?: string; tabs: readonly Tab[] }[] = [
  {
    tabs: [
      { to: '/', label: words.dashboard, icon: IconLayoutDashboard },
      { to: '/clients', label: words.clients, icon: IconDeviceDesktop, section: 'clients' },
      { to: '/sessions', label: words.sessions, icon: IconHistory, section: 'sessions' },
    ],
  },
  {
    label: words.tabGroups.people,
    tabs: [
      { to: '/users', label: words.users, icon: IconUser, section: 'users' },
      { to: '/roles', label: words.roles, icon: IconShieldCheck, section: 'roles' },
      { to: '/groups', label: words.groups, icon: IconUsersGroup, section: 'groups' },
      { to: '/permission-sets', label: words.permissionSets, icon: IconListCheck, section: 'permission_sets' },
      { to: '/audit', label: words.audit, icon: IconFileSearch, section: 'roles' },
    ],
  },
  {
    label: words.tabGroups.appliance,
    tabs: [
      { to: '/relays', label: words.relays, icon: IconRoute, section: 'organization' },
      { to: '/mail', label: words.mail, icon: IconMail, section: 'organization' },
      { to: '/organization', label: words.organization, icon: IconBuilding, section: 'organization' },
    ],
  },
];
