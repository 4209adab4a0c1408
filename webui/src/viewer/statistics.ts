import { locale } from '../languages';
import type { SessionChannel } from './SessionChannel';
import { words } from './words';

export type Traffic = Pick<SessionChannel, 'bytesIn' | 'bytesOut' | 'roundTrip'>;

// With so many digits behind the point, or what stands for it.
export function figure(value: number, digits: number): string {
  return value.toLocaleString(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export function bytesPerSecond(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B/s`;
  if (bytes < 1_000_000) return `${figure(bytes / 1000, bytes < 10_000 ? 1 : 0)} kB/s`;
  return `${figure(bytes / 1_000_000, 1)} MB/s`;
}

export function milliseconds(value: number): string {
  return `${figure(value, value < 10 ? 1 : 0)} ms`;
}

const SHOWN = 2;

// The encodings that drew the most pixels between two counts, the busiest first; few that drew next to nothing are not told.
export function busiest(before: ReadonlyMap<number, number>, now: ReadonlyMap<number, number>): number[] {
  const drawn = [...now].map(([encoding, pixels]) => ({ encoding, pixels: pixels - (before.get(encoding) ?? 0) }));
  const all = drawn.reduce((sum, { pixels }) => sum + pixels, 0);
  return drawn
    .filter(({ pixels }) => pixels > 0 && pixels >= all / 20)
    .sort((a, b) => b.pixels - a.pixels)
    .slice(0, SHOWN)
    .map(({ encoding }) => encoding);
}

export const ENCODING = { tight: 7, jpeg: 21, h264: 50 } as const;

// As registered with IANA (RFC 6143, 7.7) and in noVNC's own list.
const ENCODING_NAMES: Readonly<Record<number, string>> = {
  0: 'Raw',
  1: 'CopyRect',
  2: 'RRE',
  5: 'Hextile',
  6: 'Zlib',
  [ENCODING.tight]: 'Tight',
  16: 'ZRLE',
  [ENCODING.jpeg]: 'JPEG',
  [ENCODING.h264]: 'H.264',
  [-260]: 'Tight PNG',
};

export function encodingName(encoding: number): string {
  return ENCODING_NAMES[encoding] ?? words.otherEncoding(encoding);
}
