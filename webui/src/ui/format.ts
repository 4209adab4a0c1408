import { locale } from '../languages';
import { inLanguage } from '../languages/inLanguage';

export const formatWords = inLanguage('format', {
  justNow: 'just now',
  browserOn: (browser: string, system: string) => `${browser} on ${system}`,
  unknownBrowser: 'Unknown browser',
});

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

// 1532 as "1.5 kB": three figures at most.
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${value.toLocaleString(locale, { maximumFractionDigits: digits })}\u00a0${UNITS[unit]}`;
}

// 3725 seconds as "1:02:05", 65 as "1:05".
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

type Span = [value: number, unit: 'day' | 'hour' | 'minute' | 'second'];

function inLargest(seconds: number): Span {
  if (seconds >= 86_400) return [Math.round(seconds / 86_400), 'day'];
  if (seconds >= 3_600) return [Math.round(seconds / 3_600), 'hour'];
  if (seconds >= 60) return [Math.round(seconds / 60), 'minute'];
  return [Math.max(1, Math.round(seconds)), 'second'];
}

// "3 users", in English; other languages count in words of their own.
export function count(value: number, name: string): string {
  return `${value.toLocaleString(locale)} ${name}${value === 1 ? '' : 's'}`;
}

// How long ago, seen from `now`. Clocks differ a little, so the near future is now too.
export function formatAgo(iso: string, now: number): string {
  const seconds = (now - Date.parse(iso)) / 1000;
  if (seconds < 60) return formatWords.justNow;
  const [value, unit] = inLargest(seconds);
  return new Intl.RelativeTimeFormat(locale).format(-value, unit);
}

// A moment of today, in milliseconds: "2:32 PM".
export function formatTime(at: number): string {
  return new Date(at).toLocaleTimeString(locale, { timeStyle: 'short' });
}

// As one would say it on the day of `now`: "Today, 2:32 PM", "Nov 22, 2:32 PM", and with the year when it is another.
export function formatDateTime(iso: string, now: number): string {
  const date = new Date(iso);
  const today = new Date(now);
  const time = date.toLocaleTimeString(locale, { timeStyle: 'short' });
  const yesterday = new Date(now);
  yesterday.setDate(today.getDate() - 1);
  if (date.toDateString() === today.toDateString()) return `${dayNamed(0)}, ${time}`;
  if (date.toDateString() === yesterday.toDateString()) return `${dayNamed(-1)}, ${time}`;
  const year = date.getFullYear() === today.getFullYear() ? undefined : 'numeric';
  return `${date.toLocaleDateString(locale, { day: 'numeric', month: 'short', year })}, ${time}`;
}

// "Today" and "Yesterday", to begin with.
function dayNamed(day: 0 | -1): string {
  const name = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(day, 'day');
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}

// A day without a time, from 2026-11-23: "Nov 23".
export function formatDay(date: string): string {
  return new Date(`${date}T00:00`).toLocaleDateString(locale, { day: 'numeric', month: 'short' });
}

// To the second, with the time zone: for who wants to be sure.
export function formatExactly(iso: string): string {
  return new Date(iso).toLocaleString(locale, { dateStyle: 'full', timeStyle: 'long' });
}

// Who a browser says it is, short: "Firefox on Linux".
export function describeBrowser(userAgent: string): string {
  const browsers: [RegExp, string][] = [
    [/Edg\//, 'Edge'],
    [/OPR\//, 'Opera'],
    [/Firefox\//, 'Firefox'],
    [/Chrom(e|ium)\//, 'Chrome'],
    [/Safari\//, 'Safari'],
  ];
  const systems: [RegExp, string][] = [
    [/Android/, 'Android'],
    [/iPhone|iPad/, 'iOS'],
    [/Windows/, 'Windows'],
    [/Mac OS X/, 'macOS'],
    [/CrOS/, 'ChromeOS'],
    [/Linux/, 'Linux'],
  ];
  const first = (table: [RegExp, string][]) => table.find(([pattern]) => pattern.test(userAgent))?.[1];
  const browser = first(browsers);
  const system = first(systems);
  if (browser && system) return formatWords.browserOn(browser, system);
  return browser ?? system ?? (userAgent.slice(0, 60) || formatWords.unknownBrowser);
}
