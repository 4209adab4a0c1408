import { inLanguage } from '../languages/inLanguage';

export const names: Readonly<Record<string, string>> = inLanguage('encoders', {
  raw: 'Raw: every pixel as it is',
  hextile: 'Hextile, lossless',
  zrle: 'ZRLE, lossless',
  tight: 'Tight, lossless',
  'tight+jpeg': 'Tight, with JPEG where the picture moves',
  h264: 'H.264 where the picture moves, the rest as tiles',
});

// PROTOCOL.md, Encoders. What is not known stays as the machine wrote it.
export function encoderName(encoder: string): string {
  return (Object.hasOwn(names, encoder) && names[encoder]) || encoder;
}
