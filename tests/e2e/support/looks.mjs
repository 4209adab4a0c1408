// One page at both widths: wide and light, on a phone and dark. A colour has the same contrast at either width, so each pair is
// looked at only by the walk through all pages (pages.test.mjs), and where pictures are kept.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { seriousFindings } from './axe.mjs';

export const widths = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

const schemes = process.env.PICTURES ? { desktop: ['light', 'dark'], phone: ['light', 'dark'] } : { desktop: ['light'], phone: ['dark'] };

/** axe finds nothing serious in any look of it. With PICTURES set, each of four looks is kept there as a picture. */
export async function checkLooks(page, name, only = Object.keys(widths)) {
  const before = page.viewportSize();
  for (const width of only) {
    const size = widths[width];
    for (const colorScheme of schemes[width]) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await coloursSettled(page);
      assert.deepEqual(await seriousFindings(page), [], `${name}, ${width}, ${colorScheme}`);
      if (!process.env.PICTURES) continue;
      mkdirSync(process.env.PICTURES, { recursive: true });
      await page.screenshot({ path: join(process.env.PICTURES, `${name}-${width}-${colorScheme}.png`), fullPage: true });
    }
  }
  await page.setViewportSize(before);
}

// On their way from one scheme to the other, colours have the contrast of neither.
const coloursSettled = (page) =>
  page.evaluate(async () => {
    const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map((one) => one.finished));
  });
