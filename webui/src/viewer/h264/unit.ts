export interface Unit {
  // It can be decoded without any before it.
  isKey: boolean;
  // As WebCodecs wants to know it (RFC 6381), where the unit says so itself.
  codec: string | undefined;
}

// Parameter sets and what an encoder says of itself fit in this; a unit that begins with more is not one of ours.
const HEAD_CAP = 65_536;
const START_CODE = 3; // 00 00 01; a zero ahead of it belongs to what comes before
const NAL = { slice: 1, idr: 5, sps: 7 } as const;

// Looks at the beginning of an access unit in Annex B (H.264, 7.4.1 and B.1) up to its first slice, and no further:
// what it holds is the decoder's to judge.
export function describeUnit(bytes: Uint8Array): Unit {
  const unit: Unit = { isKey: false, codec: undefined };
  const end = Math.min(bytes.length, HEAD_CAP);
  for (let at = 0; at + START_CODE < end; at += 1) {
    if (bytes[at] !== 0 || bytes[at + 1] !== 0 || bytes[at + 2] !== 1) continue;
    at += START_CODE;
    const type = bytes[at]! & 0x1f;
    if (type >= NAL.slice && type <= NAL.idr) return { ...unit, isKey: type === NAL.idr };
    if (type === NAL.sps && at + 3 < bytes.length) unit.codec = codecOf(bytes.subarray(at + 1, at + 4));
  }
  return unit;
}

// Profile, constraints and level: the first three bytes of a sequence parameter set.
function codecOf(bytes: Uint8Array): string {
  return `avc1.${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
