import { IconBuilding, IconDeviceDesktop, IconHistory, IconLayoutDashboard, IconRoute, type TablerIcon } from '@tabler/icons-react';

import type { Section } from '../api/client';
import { words } from './words';

export interface Tab {
  to: string;
  label: string;
  icon: TablerIcon;
  section?: Section; // none: for everybody
}

export const tabs: readonly Tab[] = [
  { to: '/', label: words.dashboard, icon: IconLayoutDashboard },
  { to: '/clients', label: words.clients, icon: IconDeviceDesktop, section: 'clients' },
  { to: '/sessions', label: words.sessions, icon: IconHistory, section: 'sessions' },
  { to: '/relays', label: words.relays, icon: IconRoute, section: 'organization' },
  { to: '/organization', label: words.organization, icon: IconBuilding, section: 'organization' },
];
