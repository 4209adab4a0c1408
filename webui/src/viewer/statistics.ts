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

// The encoding that drew the most pixels between two counts; nothing: none drew any.
export function busiest(before: ReadonlyMap<number, number>, now: ReadonlyMap<number, number>): number | undefined {
  let found: number | undefined;
  let most = 0;
  for (const [encoding, pixels] of now) {
    const drawn = pixels - (before.get(encoding) ?? 0);
    if (drawn > most) {
      most = drawn;
      found = encoding;
    }
  }
  return found;
}

// As registered with IANA (RFC 6143, 7.7) and in noVNC's own list.
const ENCODING_NAMES: Readonly<Record<number, string>> = {
  0: 'Raw',
  1: 'CopyRect',
  2: 'RRE',
  5: 'Hextile',
  6: 'Zlib',
  7: 'Tight',
  16: 'ZRLE',
  21: 'JPEG',
  50: 'H.264',
  [-260]: 'Tight PNG',
};

export function encodingName(encoding: number): string {
  return ENCODING_NAMES[encoding] ?? words.otherEncoding(encoding);
}
