// Where the keyboard's next key goes. A page moves the focus a moment after it shows a dialog or takes it away, so a key is
// pressed when the focus is where the test believes it to be, and not before.
import assert from 'node:assert/strict';
import { eventually } from './process.mjs';

// True when `element` has the focus and keeps it: what the page had planned for after this moment has happened as well.
const keepsFocus = (element) =>
  new Promise((resolve) => {
    if (!element.contains(document.activeElement)) resolve(false);
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(element.contains(document.activeElement)))));
  });

/** Waits until `locator`, or something in it, has the focus. `what`: how a failure calls it. */
export const hasFocus = (locator, what = locator) =>
  eventually(() => locator.evaluate(keepsFocus, undefined, { timeout: 1000 }).catch(() => false), `no focus on ${what}`);

/** Presses a key at what must get the focus by itself. */
export async function pressAt(locator, key) {
  await hasFocus(locator);
  await locator.page().keyboard.press(key);
}

/** Leaves a dialog, a panel or a drawer by Esc. */
export async function leaveByEscape(dialog) {
  await pressAt(dialog, 'Escape');
  await dialog.waitFor({ state: 'hidden' });
}

/** Goes on with Tab until `locator` has the focus, and sees that it shows that. `what`: how a failure calls it. */
export async function tabOnTo(page, locator, what) {
  await locator.waitFor({ state: 'attached' }); // what draws a choice may be beside it
  for (let steps = 0; steps < 60; steps += 1) {
    await page.keyboard.press('Tab');
    if (await locator.evaluate((element) => element === document.activeElement)) {
      assert.ok(
        await locator.evaluate((element) => {
          const shown = (one) => one && (getComputedStyle(one).outlineStyle !== 'none' || getComputedStyle(one).boxShadow !== 'none');
          return element.matches('input, textarea') || shown(element);
        }),
        `${what} does not show its focus`,
      );
      return;
    }
  }
  assert.fail(`Tab never leads to ${what}`);
}
