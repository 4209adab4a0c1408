import { useState } from 'react';

import { useCurrentUser } from '../app/CurrentUser';
import { visitsOf } from '../ui/recent';
import { pageAbove, usePages } from './pages';
import type { FoundGroup } from './useFound';
import { words } from './words';

// What there is to choose before anything was typed: where one was lately, and the pages.
export function useRecent(): FoundGroup[] {
  const { user } = useCurrentUser();
  const pages = usePages();
  const [visits] = useState(() => visitsOf(user.id));
  const recent = visits.flatMap(({ to, name }) => {
    const above = pageAbove(pages, to);
    return above ? [{ to, icon: above.icon, name: [{ text: name, hit: false }], note: [{ text: above.label, hit: false }] }] : [];
  });
  const all = pages.map(({ to, label, icon }) => ({ to, icon, name: [{ text: label, hit: false }] }));
  return [
    { id: 'recent', label: words.recent, found: recent },
    { id: 'pages', label: words.pages, found: all },
  ].filter(({ found }) => found.length > 0);
}
