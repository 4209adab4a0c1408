// What an entry of the audit log says about before and after, for people.
import type { AuditEntry } from '../../api/client';
import { lastDayInWords } from '../../rights/days';
import { words as rightsWords } from '../../rights/words';
import { describeBrowser } from '../../ui/format';
import { providerNames } from '../../ui/providers';
import { tierNames } from '../../ui/tiers';
import { words as uiWords } from '../../ui/words';
import { words as bookWords } from '../addressBooks/words';
import { words as billingWords } from '../invoices/words';
import { words as webhookWords } from '../organization/webhooks/words';
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

// A value that is a text, or each of a list, where it is not to be read as it stands.
const readable: Readonly<Record<string, (value: string) => string | undefined>> = {
  browser: describeBrowser,
  expires_at: lastDayInWords,
  how: (way) => words.how[way],
  license: (tier) => (tierNames as Record<string, string>)[tier],
  user_provider: (provider) => (providerNames as Record<string, string>)[provider],
  visible_to: (to) => (to === 'everyone' ? bookWords.shared.everyone : bookWords.shared.someGroups),
  events: (events) => events.split(', ').map((event) => (webhookWords.events as Record<string, string>)[event] ?? event).join(', '),
  opening_hours: (day) => {
    const [weekday = '', ...spans] = day.split(' ');
    return `${(uiWords.weekdays as Record<string, string>)[weekday] ?? weekday} ${spans.join(' ')}`;
  },
  changed: (field) => (billingWords.fields as Record<string, string>)[field],
};

// undefined: not worth a word, because it says that there is nothing.
function inWords(field: string, value: unknown, nameOf: NameOf): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (field.startsWith('access.')) return value === 'none' ? undefined : ((rightsWords.levels as Values)[String(value)] as string | undefined) ?? String(value);
  if (field === 'disabled') return value === true ? words.flags.true : undefined;
  if (Array.isArray(value)) return value.map((one) => oneOf(field, one, nameOf)).join(', ') || undefined;
  return oneOf(field, value, nameOf);
}

function oneOf(field: string, value: unknown, nameOf: NameOf): string {
  if (typeof value === 'string') return readable[field]?.(value) ?? value;
  if (typeof value === 'number' && (field === 'permission_sets' || field === 'roles')) {
    return nameOf(field, String(value)) ?? rightsWords.notKnown(String(value));
  }
  if (typeof value === 'boolean') return words.flags[`${value}`];
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
