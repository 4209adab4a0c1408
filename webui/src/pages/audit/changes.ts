// What an entry of the audit log says about before and after, for people.
import type { AuditEntry } from '../../api/client';
import { lastDayInWords } from '../../rights/days';
import { words as rightsWords } from '../../rights/words';
import { describeBrowser } from '../../ui/format';
import { providerNames } from '../../ui/providers';
import { words } from './words';

export interface FieldChange {
  label: string;
  before?: string; // undefined: there was nothing
  after?: string;
}

type Values = Record<string, unknown>;

// The names of what is stored as numbers; undefined for what is not there any more.
export type NameOf = (kind: 'permission_sets' | 'roles', id: string) => string | undefined;

const byNumber: NameOf = () => undefined;

export function changesOf(entry: Pick<AuditEntry, 'before' | 'after'>, nameOf: NameOf = byNumber): FieldChange[] {
  const before = flat(entry.before);
  const after = flat(entry.after);
  const changes: FieldChange[] = [];
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  for (const field of fields.sort((a, b) => place(a) - place(b))) {
    const was = inWords(field, before[field], nameOf);
    const is = inWords(field, after[field], nameOf);
    if (was === is) continue;
    changes.push({
      label: labelOf(field),
      ...(was !== undefined && { before: was }),
      ...(is !== undefined && { after: is }),
    });
  }
  return changes;
}

const order = [...Object.keys(words.fields), ...Object.keys(rightsWords.sections).map((section) => `access.${section}`)];

// Where people look for it; what is not known comes last.
function place(field: string): number {
  const known = order.indexOf(field);
  return known < 0 ? order.length : known;
}

// Access is twelve fields of its own.
function flat(values: Values | null): Values {
  const { access, ...rest } = values ?? {};
  if (typeof access !== 'object' || access === null) return rest;
  const sections = Object.entries(access).map(([section, level]) => [`access.${section}`, level]);
  return { ...rest, ...Object.fromEntries(sections) };
}

function labelOf(field: string): string {
  if (field.startsWith('access.')) {
    const section = field.slice('access.'.length);
    return (rightsWords.sections as Record<string, string>)[section] ?? section;
  }
  return words.fields[field] ?? field;
}

// undefined: not worth a word, because it says that there is nothing.
function inWords(field: string, value: unknown, nameOf: NameOf): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (field.startsWith('access.')) return value === 'none' ? undefined : ((rightsWords.levels as Values)[String(value)] as string | undefined) ?? String(value);
  if (field === 'disabled') return value === true ? words.yes : undefined;
  if (field === 'browser' && typeof value === 'string') return describeBrowser(value);
  if (field === 'expires_at' && typeof value === 'string') return lastDayInWords(value);
  if ((field === 'permission_sets' || field === 'roles') && Array.isArray(value)) {
    if (value.length === 0) return undefined;
    return value.map((id) => nameOf(field, String(id)) ?? rightsWords.notKnown(String(id))).join(', ');
  }
  if (field === 'tags' && Array.isArray(value)) return value.join(', ') || undefined;
  if (field === 'user_provider') return ((providerNames as Values)[String(value)] as string | undefined) ?? String(value);
  if (typeof value === 'boolean') return words.flags[`${value}`];
  if (field === 'how') return words.how[String(value)] ?? String(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
