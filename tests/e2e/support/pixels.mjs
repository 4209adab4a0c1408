// Pictures as { width, height, data } with RGBA bytes, and how they differ.

/** What the viewer's canvas holds. */
export async function canvasPicture(page) {
  const encoded = await page.evaluate(() => {
    const canvas = document.querySelector('canvas[role=application]');
    if (!canvas?.width) return { width: 0, height: 0, data: '' };
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let text = '';
    for (let at = 0; at < data.length; at += 32768) text += String.fromCharCode(...data.subarray(at, at + 32768));
    return { width: canvas.width, height: canvas.height, data: btoa(text) };
  });
  return { ...encoded, data: Buffer.from(encoded.data, 'base64') };
}

/** How many pixels differ in colour; every pixel when the sizes do. */
export function differingPixels(a, b) {
  if (a.width !== b.width || a.height !== b.height) return Math.max(a.width * a.height, b.width * b.height);
  let count = 0;
  for (let at = 0; at < a.data.length; at += 4) {
    if (a.data[at] !== b.data[at] || a.data[at + 1] !== b.data[at + 1] || a.data[at + 2] !== b.data[at + 2]) count += 1;
  }
  return count;
}

/** The test card by the formula of hw/capture/test_card.h. */
export function testCard(width, height, { keysPressed = 0, lastKeysym = 0, buttons = 0, x = -1, y = -1 } = {}) {
  const [cell, mark] = [16, 3];
  const cells = [keysPressed, lastKeysym, buttons];
  const colour = (column, row) => {
    if (row < cell && column < 3 * cell) return cells[Math.floor(column / cell)] & 0xffffff;
    if (x >= 0 && Math.abs(column - x) <= mark && Math.abs(row - y) <= mark) return buttons ? 0xff0000 : 0xffffff;
    return ((column & 255) << 16) | ((row & 255) << 8) | (((column >> 5) ^ (row >> 5)) & 1 ? 0xc0 : 0x40);
  };
  const data = Buffer.alloc(width * height * 4);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      data.writeUInt32BE(((colour(column, row) << 8) | 0xff) >>> 0, (row * width + column) * 4);
    }
  }
  return { width, height, data };
}
