import { translations } from '.';

// What a language may say in place of English: texts, and functions that take the same and make a text. What it leaves out
// stays English; `languages.test.ts` says what that is.
export type Translation<English> = English extends string
  ? string
  : English extends (...args: infer Args) => string
    ? (...args: Args) => string
    : English extends readonly (infer Item)[]
      ? readonly Translation<Item>[]
      : { readonly [Key in keyof English]?: Translation<English[Key]> };

// The words of a group in the language of this page. The group is the name under which languages have them; no two are alike.
export function inLanguage<Words extends object>(group: string, english: Words): Words {
  return merged(english, translations[group] as Translation<Words> | undefined);
}

export function merged<Words>(english: Words, translation: Translation<Words> | undefined): Words {
  if (translation === undefined) return english;
  if (typeof english !== 'object' || english === null || Array.isArray(english)) return translation as Words;
  const words = { ...english } as Record<string, unknown>;
  for (const [key, value] of Object.entries(translation)) words[key] = merged(words[key], value as string);
  return words as Words;
}
