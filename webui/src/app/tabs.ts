import {
  IconAddressBook,
  IconBuilding,
  IconBuildings,
  IconCertificate,
  IconDeviceDesktop,
  IconFileInvoice,
  IconFileSearch,
  IconHistory,
  IconLayoutDashboard,
  IconListCheck,
  IconMail,
  IconRoute,
  IconShieldCheck,
  IconUser,
  IconUserCog,
  IconUsersGroup,
  type TablerIcon,
} from '@tabler/icons-react';

import type { Feature, Me, Section } from '../api/client';
import { accessOf, type Licensed } from './license';
import { words } from './words';

export interface Tab {
  to: string;
  label: string;
  icon: TablerIcon;
  sections?: readonly Section[]; // for who has one of them; none: for everybody
  feature?: Feature; // only with a license that has it
  appliance?: true; // only for who owns the appliance
}

export const maySee = ({ sections, feature, appliance }: Tab, me: Licensed & Pick<Me, 'appliance_owner'>): boolean =>
  (!appliance || me.appliance_owner) &&
  (!feature || me.features.includes(feature)) &&
  (!sections || sections.some((section) => accessOf(me, section) !== 'none'));

export const tabGroups: readonly { label?: string; tabs: readonly Tab[] }[] = [
  {
    tabs: [
      { to: '/', label: words.dashboard, icon: IconLayoutDashboard },
      { to: '/clients', label: words.clients, icon: IconDeviceDesktop, sections: ['clients'] },
      { to: '/address-books', label: words.addressBooks, icon: IconAddressBook, sections: ['address_books', 'personal_profile'] },
      { to: '/sessions', label: words.sessions, icon: IconHistory, sections: ['sessions'] },
    ],
  },
  {
    label: words.tabGroups.people,
    tabs: [
      { to: '/users', label: words.users, icon: IconUser, sections: ['users'] },
      { to: '/roles', label: words.roles, icon: IconShieldCheck, sections: ['roles'], feature: 'roles' },
      { to: '/groups', label: words.groups, icon: IconUsersGroup, sections: ['groups'] },
      { to: '/permission-sets', label: words.permissionSets, icon: IconListCheck, sections: ['permission_sets'] },
      { to: '/audit', label: words.audit, icon: IconFileSearch, sections: ['roles'] },
    ],
  },
  {
    label: words.tabGroups.appliance,
    tabs: [
      { to: '/relays', label: words.relays, icon: IconRoute, sections: ['organization'] },
      { to: '/mail', label: words.mail, icon: IconMail, sections: ['organization'] },
      { to: '/license', label: words.license, icon: IconCertificate, sections: ['license'] },
      { to: '/invoices', label: words.invoices, icon: IconFileInvoice, sections: ['invoices'] },
      { to: '/organizations', label: words.organizations, icon: IconBuildings, appliance: true },
    ],
  },
  {
    label: words.tabGroups.settings,
    tabs: [
      { to: '/user-providers', label: words.userProviders, icon: IconUserCog, sections: ['organization'], feature: 'user_providers' },
      { to: '/organization', label: words.organization, icon: IconBuilding, sections: ['organization'], feature: 'organization' },
      { to: '/team', label: words.team, icon: IconBuilding, sections: ['organization'], feature: 'team' },
    ],
  },
];
