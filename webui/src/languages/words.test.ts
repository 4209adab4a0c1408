import { expect, it } from 'vitest';

const sources = import.meta.glob<string>(['../**/*.ts', '../**/*.tsx', '!../**/*.test.ts', '!./*/*.ts'], { query: '?raw', import: 'default', eager: true });
const modules = import.meta.glob<Record<string, unknown>>(['../**/*.ts', '!../**/*.test.ts']);
const groups = Object.entries(sources).flatMap(([file, source]) =>
  [...source.matchAll(/^export const (\w+)[^=]*= inLanguage\(/gm)].map(([, name = '']) => ({ file, name })),
);

const place = (path: string, from = '') => new URL(path, new URL(from, 'file:///src/languages/')).pathname.replace(/\.tsx?$/, '');

// Not as a part of something else.
const asOwn = (name: string) => new RegExp(`(?<!\\w|[^.]\\.)${name}\\b(?!:)`, 'g');

// The code of all who know these words, in which they are called `§`.
function codeAround(file: string, name: string): string {
  return Object.entries(sources)
    .map(([path, source]) => {
      const code = source.replaceAll(/^import [^;]*;|\/\/.*$|\btypeof [\w.]+/gm, '');
      if (path === file) return code.replace(new RegExp(`^export const ${name}\\b[^]*?^\\}\\);`, 'm'), '').replaceAll(asOwn(name), '§');
      const imported = [...source.matchAll(/^import \{([^}]*)\} from '(\.[^']*)';/gm)].find(([, , from = '']) => place(from, path) === place(file));
      const called = new RegExp(`\\b${name}\\b(?: as (\\w+))?`).exec(imported?.[1] ?? '');
      return called ? code.replaceAll(asOwn(called[1] ?? name), '§') : '';
    })
    .join('\n')
    .replaceAll(/\s*\n\s*(?=\.)/g, '');
}

// The places of `words` that nobody says. What is passed on as a whole, or of which one is chosen while it runs, is said.
function unsaid(words: unknown, path: string, code: string): string[] {
  const at = code.split(path).slice(1).map((rest) => rest[0] ?? '');
  if (at.some((next) => !/[\w.]/.test(next))) return [];
  if (typeof words !== 'object' || words === null) return at.includes('.') ? [] : [path];
  return Object.entries(words).flatMap(([key, word]) => unsaid(word, `${path}.${key}`, code));
}

it.each(groups)('$file: $name says nothing that no page says', async ({ file, name }) => {
  const words = (await modules[file]!())[name];
  expect(unsaid(words, '§', codeAround(file, name))).toEqual([]);
});
