// The languages of the web UI, and which of them this page speaks: what was chosen in this browser, else the first of the
// browser's own languages that there is, else English. The choice stays in this browser (localStorage), as that of light and
// dark does: it holds on the sign-in page too, before anybody is known. Choosing loads the page again.
//
// English stands in the `words.ts` of the pages. The words of another language are a file that only those fetch who read
// it; this module waits for that file, and who imports this waits too, so words are there before anything is drawn. A
// language therefore imports nothing but types from outside its own folder: it would wait for what waits for it.
export const languages = [
  { tag: 'en', name: 'English' },
  { tag: 'de', name: 'Deutsch', load: () => import('./de') },
] as const satisfies readonly Language[];

interface Language {
  tag: string; // ISO 639
  name: string; // in its own words
  load?: () => Promise<{ translations: Translations }>;
}

// By group; see inLanguage.ts.
export type Translations = Readonly<Record<string, unknown>>;
export type Tag = (typeof languages)[number]['tag'];

const KEY = 'gatehouse.language';
const inBrowser = typeof document !== 'undefined'; // tests of parts of it have none

function remembered(): string[] {
  try {
    return [localStorage.getItem(KEY) ?? ''];
  } catch {
    return []; // storage is blocked: follow the browser
  }
}

// Which one for somebody who wants these, best first.
export function languageFor(wanted: readonly string[]): Tag {
  const found = wanted.flatMap((one) => languages.filter(({ tag }) => isOf(one, tag)));
  return found[0]?.tag ?? 'en';
}

const isOf = (wanted: string, tag: string) => wanted.toLowerCase().split('-')[0] === tag;

const own = inBrowser ? navigator.languages : [];

export const language: Tag = inBrowser ? languageFor([...remembered(), ...own]) : 'en';

// How numbers and times are written: as in the region of whoever reads, where the browser names one for this language.
export const locale: string = own.find((one) => isOf(one, language)) ?? language;

export const translations: Translations = await load();

async function load(): Promise<Translations> {
  if (inBrowser) document.documentElement.lang = language;
  const entry: Language | undefined = languages.find(({ tag }) => tag === language);
  try {
    return (await entry?.load?.())?.translations ?? {};
  } catch {
    if (inBrowser) document.documentElement.lang = 'en';
    return {}; // it could not be fetched: English says what is the matter, and the next page has another try
  }
}

export function chooseLanguage(tag: Tag): void {
  try {
    localStorage.setItem(KEY, tag);
  } catch {
    // Storage is blocked: nothing can be remembered, so the browser's own language stays.
  }
  location.reload();
}
