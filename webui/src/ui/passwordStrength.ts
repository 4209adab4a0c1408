export const SHORTEST_PASSWORD = 12;

export interface Strength {
  level: 0 | 1 | 2 | 3 | 4; // 0: too short, not accepted; 1: easy to guess
  missing: number; // characters to the shortest that is accepted
}

// A rough measure that runs while typing; the appliance decides. `known` are words an attacker tries first: names, addresses.
export function passwordStrength(password: string, known: readonly string[] = []): Strength {
  const length = [...password].length;
  if (length < SHORTEST_PASSWORD) return { level: 0, missing: SHORTEST_PASSWORD - length };

  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((kind) => kind.test(password)).length;
  const score = surprisingLength(withoutKnown(password, known)) + 1.5 * (kinds - 1);
  const level = score < 9 ? 1 : score < 14 ? 2 : score < 19 ? 3 : 4;
  return { level, missing: 0 };
}

function withoutKnown(password: string, known: readonly string[]): string {
  return known
    .flatMap((word) => word.toLowerCase().split(/[\s@.]+/))
    .filter((word) => word.length >= 3)
    .reduce((rest, word) => rest.replaceAll(word, ''), password.toLowerCase());
}

// Characters that repeat or go on counting ("aaaa", "1234", "dcba") surprise nobody.
function surprisingLength(text: string): number {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  const steps = codes.map((code, index) => (index === 0 ? undefined : code - (codes[index - 1] ?? 0)));
  const dull = steps.filter((step, index) => step !== undefined && Math.abs(step) <= 1 && step === steps[index - 1]);
  return Math.min(codes.length - dull.length, new Set(codes).size * 2);
}
