import { describe, expect, it, vi } from 'vitest';

import { languageFor, languages } from '.';
import { translations as german } from './de';
import { appliance } from './de/appliance';
import { sentences } from './de/applianceSentences';
import { merged } from './inLanguage';

// What every module with words says, in English.
const groups = vi.hoisted(() => new Map<string, unknown>());
vi.mock('./inLanguage', async (original) => ({
  ...(await original<typeof import('./inLanguage')>()),
  inLanguage: (group: string, english: unknown) => {
    groups.set(group, english);
    return english;
  },
}));

const sources = import.meta.glob<string>(['../**/*.ts', '../**/*.tsx', '!../**/*.test.ts'], { query: '?raw', import: 'default', eager: true });
const modules = import.meta.glob(['../**/*.ts', '!../**/*.test.ts']);
const withWords = Object.keys(sources).filter((path) => /= inLanguage\(/.test(sources[path]!));
await Promise.all(withWords.map((path) => modules[path]!()));

const all: Record<string, Readonly<Record<string, unknown>>> = { de: german };

// The places of `english` at which a translation has nothing, or something of another kind.
function missing(english: unknown, translated: unknown, place: string): string[] {
  if (Array.isArray(english)) return shapeOf(english) === shapeOf(translated) ? [] : [place];
  if (typeof english !== 'object' || english === null) return typeof english === typeof translated ? [] : [place];
  const words = (translated ?? {}) as Record<string, unknown>;
  return Object.entries(english).flatMap(([key, value]) => missing(value, words[key], `${place}.${key}`));
}

// Of a list of choices: how many, and what each stands for.
const shapeOf = (list: unknown) => JSON.stringify(list, (key, value: unknown) => (key === 'value' || typeof value !== 'string' ? value : ''));

describe('groups of words', () => {
  it('have a name each', () => {
    const names = withWords.flatMap((path) => [...sources[path]!.matchAll(/= inLanguage\(\s*'(\w+)'/g)].map(([, name]) => name));
    expect(names.sort()).toEqual([...groups.keys()].sort());
  });
});

describe.each(languages.filter(({ tag }) => tag !== 'en').map(({ tag }) => tag))('%s', (tag) => {
  const translated = all[tag];

  it('says everything', () => {
    expect(translated, 'not in `all`').toBeDefined();
    expect([...groups].flatMap(([group, english]) => missing(english, translated?.[group], group))).toEqual([]);
  });

  it('says nothing that nobody asks for', () => {
    expect(Object.keys(translated ?? {}).filter((group) => !groups.has(group))).toEqual([]);
  });

  // It is waited for by all else, so it can't wait for anything.
  it('imports only types from outside', () => {
    const inside = Object.entries(sources).filter(([path]) => path.startsWith(`./${tag}/`));
    expect(inside.length).toBeGreaterThan(0);
    for (const [path, source] of inside) {
      expect([...source.matchAll(/^import (?!type ).*from '(\.\.[^']*)'/gm)].map(([, from]) => from), path).toEqual([]);
    }
  });
});

describe('the language of a page', () => {
  it.each([
    [['de-DE', 'de', 'en-US'], 'de'],
    [['DE-at'], 'de'],
    [['fr-FR', 'de-CH', 'en'], 'de'],
    [['en-GB', 'de'], 'en'],
    [['', 'de'], 'de'],
    [['fr', 'deu', 'x'], 'en'],
    [[], 'en'],
  ])('%j: %s', (wanted, tag) => {
    expect(languageFor(wanted)).toBe(tag);
  });
});

describe('a translation', () => {
  const english = { a: 'one', deep: { b: 'two', c: 'three' }, f: (n: number) => `${n} things`, list: ['x', 'y'] };

  it('replaces what it has, and leaves the rest', () => {
    const words = merged(english, { deep: { c: 'drei' }, f: (n) => `${n} Dinge`, list: ['ex'] });
    expect(words).toEqual({ a: 'one', deep: { b: 'two', c: 'drei' }, f: expect.any(Function) as unknown, list: ['ex'] });
    expect(words.f(2)).toBe('2 Dinge');
    expect(english.deep.c).toBe('three');
  });
});

// Sentences of the appliance are found by what they say, so a change there must be one here.
describe('what the appliance says', () => {
  const program = Object.values(import.meta.glob<string>('../../../appliance/{auth,policy,portal,wire}/*.cpp', { query: '?raw', import: 'default', eager: true }))
    .join('\n')
    .replaceAll(/"\s*\n\s*"/g, '');

  it('is still what German answers to', () => {
    expect(program.length).toBeGreaterThan(100_000);
    expect(Object.keys(sentences).filter((sentence) => !program.includes(`"${sentence}"`))).toEqual([]);
  });

  // `409, "name_taken", "A sentence."`, or one that is put together, for which its code must do.
  it('refuses nothing that German has no words for', () => {
    // What no page sends: keys to ask twice with, API tokens, other bodies than JSON.
    const ofPrograms = ['bad_host', 'bad_idempotency_key', 'bad_viewer_key', 'invalid_json', 'key_in_use', 'key_of_another', 'shown_once',
      'websocket_only', 'wrong_content_type', 'wrong_method', 'wrong_token'];
    const refusals = [...program.matchAll(/\b[45]\d\d,\s*"([a-z_]+)",\s*(?:"((?:[^"\\]|\\.)*)"(?!\s*\+))?/g)];
    expect(refusals.length).toBeGreaterThan(100);
    const english = refusals
      .map(([, code = '', sentence = '']) => ({ code, sentence: sentence.replaceAll('\\"', '"') }))
      .filter(({ code, sentence }) => !ofPrograms.includes(code) && appliance.said?.(sentence, code) === sentence);
    expect(english).toEqual([]);
  });

  it.each([
    ['Use at most 12 characters.', undefined, 'Höchstens 12 Zeichen.'],
    ['Somebody at reception asks for help: “Printer\nis on fire”', undefined, 'Jemand bittet um Hilfe, an reception: „Printer\nis on fire“'],
    [
      'Your license, Standard, does not have this. “Manage user roles” is in Advanced or Ultimate.',
      undefined,
      'Das ist nicht in Ihrer Lizenz, Standard. „Rollen der Benutzer verwalten“ ist in Advanced oder Ultimate enthalten.',
    ],
    [
      'Standard does not have what this organization has: 1 group, 2 permission sets and 1 user with a role other than Owner and User. Remove them first.',
      undefined,
      'Standard hat nicht, was es in dieser Organisation gibt: 1 Gruppe, 2 Rechtesätze, 1 Benutzer mit einer anderen Rolle als Owner und User. Entfernen Sie das zuerst.',
    ],
    ['Advanced has no user provider but Admin. Switch to Admin first.', undefined, 'Advanced hat keine andere Benutzerquelle als Admin. Wechseln Sie zuerst zu Admin.'],
    ['IDP is not part of this version of Gatehouse.', undefined, 'IDP gehört nicht zu dieser Version von Gatehouse.'],
    [
      'The users of this organization come from LDAP. Nobody is created or invited by hand while that is its user provider.',
      undefined,
      'Die Benutzer dieser Organisation kommen von LDAP. Solange das ihre Benutzerquelle ist, wird niemand von Hand angelegt oder eingeladen.',
    ],
    ["A team's name cannot be changed later.", undefined, 'Der Name lässt sich später nicht mehr ändern.'],
    ['Something that nobody translated.', 'name_taken', 'Diesen Namen gibt es schon.'],
    ['Something that nobody translated.', 'new_code', 'Something that nobody translated.'],
    ['toString', 'constructor', 'toString'],
  ])('%s', (english, code, words) => {
    expect(appliance.said?.(english, code)).toBe(words);
  });
});
