import { fromBase64Url } from './base64url';
import type { Bytes } from './noise';

const SHOWN_BYTES = 20;

// How a machine's key is shown and compared, as appliance/seal/keys.h has it: SHA-256 of it, the first 20 bytes as ten
// groups of four hex digits.
export async function keyFingerprint(key: Bytes): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', key)).subarray(0, SHOWN_BYTES);
  const digits = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return digits.match(/.{4}/g)!.join(' ');
}

// Of a key as it is stored, in base64url. One that no longer is a key has no fingerprint to show, but differs from every other
// all the same.
export async function fingerprintOf(key: string): Promise<string> {
  try {
    return await keyFingerprint(fromBase64Url(key));
  } catch {
    return '';
  }
}
