// What axe says about a page.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Findings that are serious or worse, and content wider than the window, as readable lines. */
export async function seriousFindings(page) {
  // Through the debugger: the page's own policy forbids foreign script.
  const session = await page.context().newCDPSession(page);
  const evaluate = async (expression) => {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression, awaitPromise: true, returnByValue: true, allowUnsafeEvalBlockedByCSP: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  await evaluate(`${source}; undefined`);
  const violations = await evaluate(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, impact, help, nodes }) =>
      ({ id, impact, help, where: nodes.map(({ target }) => target.join(' ')) })))`,
  );
  const tooWide = await evaluate('document.documentElement.scrollWidth - window.innerWidth');
  await session.detach();
  return violations
    .filter(({ impact }) => ['serious', 'critical'].includes(impact))
    .map(({ id, help, where }) => `${id}: ${help} (${where.join(', ')})`)
    .concat(tooWide > 0 ? [`the content is ${tooWide} pixels wider than the window`] : []);
}
