const rules = new Intl.PluralRules('de');

export const number = (value: number): string => value.toLocaleString('de');

// "1 Rechner", "1.200 Rechner".
export function plural(value: number, one: string, other: string): string {
  return `${number(value)} ${rules.select(value) === 'one' ? one : other}`;
}

// As formatClock of ui/format.ts, which a language can't wait for.
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
