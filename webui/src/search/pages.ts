// The portal's pages that somebody may see.
import { IconPlus, IconUser, type TablerIcon } from '@tabler/icons-react';

import { makesByHand, useCurrentUser } from '../app/CurrentUser';
import { accessOf } from '../app/license';
import { maySee, tabGroups } from '../app/tabs';
import { words } from './words';

export interface FoundPage {
  to: string;
  label: string;
  icon: TablerIcon;
}

export function usePages(): FoundPage[] {
  const me = useCurrentUser();
  const { access, features } = me;
  const tabs = tabGroups.flatMap(({ tabs }) => tabs).filter((tab) => maySee(tab, me));
  const more: (FoundPage & { may: boolean })[] = [
    { to: '/profile', label: words.profile, icon: IconUser, may: access.personal_profile !== 'none' },
    { to: '/clients/add', label: words.addMachine, icon: IconPlus, may: access.clients === 'edit' },
    {
      to: '/users/many',
      label: words.manyUsers,
      icon: IconPlus,
      may: access.users === 'edit' && features.includes('create_users') && makesByHand(me),
    },
    { to: '/permission-sets/new', label: words.newSet, icon: IconPlus, may: accessOf(me, 'permission_sets') === 'edit' },
  ];
  return [...tabs, ...more.filter(({ may }) => may)];
}

// What a page of one thing stands under, which tells its icon, and whether one may still see it.
export function pageAbove(pages: readonly FoundPage[], to: string): FoundPage | undefined {
  return pages.find((page) => page.to === to.slice(0, to.indexOf('/', 1)));
}
