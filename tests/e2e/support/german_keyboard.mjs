// A German keyboard as Chromium on Linux reports it. Playwright's own keyboard is American and types other letters without
// pressing a key, which reaches no remote screen.
const PUNCTUATION = {
  ' ': { code: 'Space' },
  ',': { code: 'Comma' },
  '.': { code: 'Period' },
  ü: { code: 'BracketLeft' },
  ß: { code: 'Minus' },
  '!': { code: 'Digit1', held: 'Shift' },
  '/': { code: 'Digit7', held: 'Shift' },
  '€': { code: 'KeyE', held: 'AltGraph' },
  '@': { code: 'KeyQ', held: 'AltGraph' },
};
const MODIFIERS = { Shift: { code: 'ShiftLeft', bit: 8 }, AltGraph: { code: 'AltRight', bit: 0 } };

function keyFor(character) {
  if (PUNCTUATION[character]) return PUNCTUATION[character];
  if (/\d/.test(character)) return { code: `Digit${character}` };
  const letter = { Y: 'Z', Z: 'Y' }[character.toUpperCase()] ?? character.toUpperCase();
  return { code: `Key${letter}`, held: character === character.toLowerCase() ? undefined : 'Shift' };
}

export async function typeGerman(page, text) {
  const session = await page.context().newCDPSession(page);
  const press = (key, code, modifiers = 0) =>
    session.send('Input.dispatchKeyEvent', { type: 'keyDown', key, code, modifiers, text: key.length === 1 ? key : undefined });
  const release = (key, code, modifiers = 0) => session.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code, modifiers });
  for (const character of text) {
    const { code, held } = keyFor(character);
    if (held) await press(held, MODIFIERS[held].code);
    await press(character, code, MODIFIERS[held]?.bit);
    await release(character, code, MODIFIERS[held]?.bit);
    if (held) await release(held, MODIFIERS[held].code);
  }
  await session.detach();
}
