// The words of the web UI, from its sources: what a language says, and how to find English on a page of another.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const webui = fileURLToPath(new URL('../../../webui/', import.meta.url));
const src = join(webui, 'src');

// Any text; nothing else has it.
const ANY = '\u2402';

/** By group: what is said in English, and what in the language of that tag. */
export async function dictionaries(tag) {
  const { build } = createRequire(join(webui, 'package.json'))('esbuild');
  const withWords = readdirSync(src, { recursive: true })
    .filter((path) => /\.ts$/.test(path) && !/\.test\.ts$/.test(path))
    .filter((path) => /= inLanguage\(/.test(readFileSync(join(src, path), 'utf8')));
  const { outputFiles } = await build({
    stdin: {
      contents: [
        ...withWords.map((path) => `import './${path}';`),
        `export { translations } from './languages/${tag}';`,
        `export { groups } from './languages/inLanguage';`,
      ].join('\n'),
      resolveDir: src,
    },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    plugins: [{
      name: 'groups',
      setup: ({ onLoad }) => onLoad({ filter: /languages\/inLanguage\.ts$/ }, () => ({
        contents: 'export const groups = {}; export const inLanguage = (name, english) => (groups[name] = english);',
      })),
    }],
  });
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-words-'));
  const file = join(directory, 'words.mjs');
  writeFileSync(file, outputFiles[0].text);
  try {
    const { groups, translations } = await import(pathToFileURL(file));
    return { english: groups, other: translations };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

// Every text in it; functions as they are with any text in place of what they are given.
function texts(words) {
  if (typeof words === 'string') return [words];
  if (typeof words !== 'function') return Object.values(words ?? {}).flatMap(texts);
  try {
    const text = words(...Array(words.length).fill(ANY));
    return typeof text === 'string' ? [text] : [];
  } catch {
    return []; // it wants numbers
  }
}

const isText = (text) => /\p{L}{2}/u.test(text.replaceAll(ANY, ''));
const pattern = (text) => new RegExp(`^${text.split(ANY).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+')}$`, 's');
const COMMON = /\b(the|and|of|you|your|this|that|with|not|from|are|has)\b/i;

/** A function that gives what is English on a page, where everything should be in the other language. */
export function englishFinder({ english, other }, names = []) {
  const own = new Set([...texts(other), ...names]);
  const foreign = [...new Set(texts(english))].filter((text) => isText(text) && !own.has(text));
  const whole = new Set(foreign.filter((text) => !text.includes(ANY)).map((text) => text.trim()));
  const patterns = foreign.filter((text) => text.includes(ANY)).map(pattern);
  return async (page) =>
    [...new Set(await page.evaluate(visibleTexts))].filter(
      (text) => !own.has(text) && (whole.has(text) || COMMON.test(text) || patterns.some((one) => one.test(text))),
    );
}

// What a page says, to eyes and to screen readers, but for what one types elsewhere.
function visibleTexts() {
  const found = [document.title.replace(/ · Gatehouse$/, '')];
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.currentNode; node; node = walker.nextNode()) {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    if (element.closest('head, script, style, noscript, code, pre, kbd, [lang]:not(html), [data-foreign]')) continue;
    if (node.nodeType === Node.TEXT_NODE) found.push(node.data);
    else found.push(...['aria-label', 'title', 'placeholder', 'alt'].map((name) => element.getAttribute(name) ?? ''));
  }
  return found.map((text) => text.trim()).filter(Boolean);
}

/** Words on buttons, tabs, labels and headings that do not fit there. */
export const cutOff = (page) =>
  page.evaluate(() => {
    const places = 'button, a, label, th, h1, h2, h3, legend, [role=tab], [role=menuitem]';
    const within = [...document.querySelectorAll(places)].flatMap((one) => [one, ...one.querySelectorAll('*')]);
    return [...new Set(within)]
      .filter((one) => one.textContent.trim() !== '' && one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1)
      .filter((one) => ['hidden', 'clip'].includes(getComputedStyle(one).overflowX))
      .map((one) => `${one.textContent.trim()} (${one.clientWidth} of ${one.scrollWidth} pixels)`);
  });
