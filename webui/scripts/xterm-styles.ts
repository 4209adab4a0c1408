import type { Plugin } from 'vite';

// xterm.js makes <style> elements and style attributes at run time, which a content security policy without 'unsafe-inline'
// refuses. The same by way of the CSSOM is allowed: an element of ours (viewer/sheetElement.ts), and the style's own text.
const CHANGES: readonly [what: RegExp, instead: string, times: number][] = [
  [/createElement\("style"\)/g, 'createElement("gatehouse-sheet")', 3],
  [/(\w)\.setAttribute\("style",`\$\{\1\.getAttribute\("style"\)\|\|""\}\$\{(\w)\};`\)/g, '$1.style.cssText+=`$2;`'.replace('$2', '${$2}'), 1],
];

export function xtermStyles(): Plugin {
  return {
    name: 'gatehouse-xterm-styles',
    enforce: 'pre',
    apply: 'build',
    transform(code, id) {
      if (!id.includes('/@xterm/xterm/lib/')) return undefined;
      return CHANGES.reduce((text, [what, instead, times]) => {
        const found = text.match(what)?.length ?? 0;
        if (found !== times) this.error(`xterm.js has changed: ${what.source} is there ${found} times, not ${times}`);
        return text.replace(what, instead);
      }, code);
    },
  };
}
