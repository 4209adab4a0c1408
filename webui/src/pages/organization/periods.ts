import { words } from './words';

const DAYS = [30, 90, 180, 365, 730, 1095, 1825, 3650];

// What is offered, with what is set now; null: for ever.
export function periods(chosen: number | null): (number | null)[] {
  const days = chosen === null || DAYS.includes(chosen) ? DAYS : [...DAYS, chosen].sort((a, b) => a - b);
  return [null, ...days];
}

export function daysInWords(days: number | null): string {
  if (days === null) return words.forEver;
  const years = days / 365;
  return Number.isInteger(years) ? words.years(years) : words.days(days);
}
