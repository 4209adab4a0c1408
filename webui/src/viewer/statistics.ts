import type { SessionChannel } from './SessionChannel';

export type Traffic = Pick<SessionChannel, 'bytesIn' | 'bytesOut' | 'roundTrip'>;

export function bytesPerSecond(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B/s`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} kB/s`;
  return `${(bytes / 1_000_000).toFixed(1)} MB/s`;
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
  return ENCODING_NAMES[encoding] ?? `No. ${encoding}`;
}
