// Rights end with a day, as people say it: "until December 31" means that day, too. The appliance stores the first moment
// at which they count no more.

import { locale } from '../languages';

// "2030-12-31" as the moment at which that day is over here; null for no day.
export function endOfDay(day: string): string | null {
  return startOfDay(day, 1);
}

// "2030-12-31" as the moment at which that day begins here, `later` days later; null for no day.
export function startOfDay(day: string, later = 0): string | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!parts) return null;
  const [year, month, date] = parts.slice(1).map(Number) as [number, number, number];
  const start = new Date(year, month - 1, date);
  if (start.getMonth() !== month - 1 || start.getDate() !== date) return null; // no such day
  return new Date(year, month - 1, date + later).toISOString();
}

// The last day on which it counts, for a field of type date.
export function lastDay(expiresAt: string): string {
  return dayOf(new Date(Date.parse(expiresAt) - 1));
}

export function dayOf(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

// The same for people: "Dec 31, 2030".
export function lastDayInWords(expiresAt: string): string {
  return new Date(Date.parse(expiresAt) - 1).toLocaleDateString(locale, { day: 'numeric', month: 'short', year: 'numeric' });
}
