// The sections and levels of rights, in the order in which people see them, and what a set of rights amounts to.
import type { Access, Level, Section } from '../api/client';
import { words } from './words';

export const levels: readonly Level[] = ['none', 'view', 'edit'];
export const sections = Object.keys(words.sections) as Section[];

export const noAccess: Access = Object.fromEntries(sections.map((section) => [section, 'none'])) as Access;

// The highest of each: rights add up, and nothing takes them away.
export function union(all: readonly Access[]): Access {
  const highest = (section: Section) =>
    all.reduce<Level>((most, access) => (levels.indexOf(access[section]) > levels.indexOf(most) ? access[section] : most), 'none');
  return Object.fromEntries(sections.map((section) => [section, highest(section)])) as Access;
}

export type Wideness = 'rights' | 'everything';

// With these somebody may change what people may do, and by that, in the end, everything.
const OVER_RIGHTS: readonly Section[] = ['users', 'roles', 'groups', 'permission_sets'];
const NEARLY_ALL = 9;

// Why somebody should think twice before giving this; null: no reason.
export function wideness(access: Access): Wideness | null {
  if (sections.filter((section) => access[section] === 'edit').length >= NEARLY_ALL) return 'everything';
  return OVER_RIGHTS.some((section) => access[section] === 'edit') ? 'rights' : null;
}

// What it gives, in few words: "View & Edit: Clients. View: Sessions."
export function summary(access: Access): string {
  const parts = (['edit', 'view'] as const).map((level) => {
    const names = sections.filter((section) => access[section] === level).map((section) => words.sections[section]);
    if (names.length === 0) return '';
    return `${words.levels[level]}: ${names.length === sections.length ? words.allSections : names.join(', ')}`;
  });
  return parts.filter(Boolean).join('. ') || words.nothing;
}
