// When a machine may be reached, in words and as it is typed.
import type { Machine, OpeningHours } from '../api/client';
import { words } from './words';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export const MOST_SPANS = 3; // of a day

// "Opens Monday 08:00", "Closes Monday 17:30", in the appliance's time zone; of one that never opens: "Closed". Empty: it is
// always open.
export function openingWords({ open, open_changes }: Pick<Machine, 'open' | 'open_changes'>): string {
  if (!open_changes) return open ? '' : words.closed;
  return (open ? words.closes : words.opens)(words.weekdays[open_changes.weekday], open_changes.time);
}

// One text a day, "08:00-12:00, 13:00-17:30"; empty: closed.
export type TypedHours = readonly string[];

export const typedHours = (hours: OpeningHours | null): string[] => WEEKDAYS.map((day) => (hours?.[day] ?? []).join(', '));

const TIME = String.raw`(\d{1,2})(?:[:.](\d{2}))?`;
const SPAN = new RegExp(String.raw`^${TIME}\s*[-–—]\s*${TIME}$`);

const clock = (hour: string, minute = '00') => `${hour.padStart(2, '0')}:${minute}`;

// As the appliance wants it: "8-12.30" becomes "08:00-12:30"; what can't be read stays as it is, and is refused there.
function spansOf(typed: string): string[] {
  return typed
    .split(/[,;]/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map((one) => {
      const [, from, fromMinute, to, toMinute] = SPAN.exec(one) ?? [];
      return from && to ? `${clock(from, fromMinute)}-${clock(to, toMinute)}` : one;
    });
}

// Null: no day has any, so it is open always.
export function hoursOf(typed: TypedHours): OpeningHours | null {
  const spans = typed.map(spansOf);
  if (spans.every((one) => one.length === 0)) return null;
  return Object.fromEntries(WEEKDAYS.map((day, at) => [day, spans[at] ?? []]));
}

// What cannot be one day's hours, seen by its form alone.
export function isReadable(typed: string): boolean {
  const spans = spansOf(typed);
  return spans.length <= MOST_SPANS && spans.every((one) => /^([01]\d|2[0-4]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$/.test(one));
}
