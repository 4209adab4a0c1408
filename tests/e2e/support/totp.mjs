// What an app on a phone does with the secret that it scanned (RFC 6238).
import { createHmac } from 'node:crypto';

const STEP = 30_000;

const fromBase32 = (text) => {
  let bits = '';
  for (const letter of text) bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0');
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
};

function codeOf(secret, step) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const offset = mac[19] & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Gives codes that were not given before, without waiting for the time where the appliance takes an early one. */
export function authenticator(secret) {
  let last = 0;
  return async () => {
    const now = () => Math.floor(Date.now() / STEP);
    let step = Math.max(last + 1, now() - 1);
    while (step > now() + 1) await new Promise((resolve) => setTimeout(resolve, 500));
    last = step;
    return codeOf(secret, step);
  };
}
