// node scripts/common-passwords.mjs LIST OUTPUT: of each password in LIST (one a line) that is long enough to be chosen, the
// first eight bytes of the SHA-256 of it in lower case, sorted (appliance/auth/common_passwords.h).
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const SHORTEST = 12; // kShortestPassword
const [list, output] = process.argv.slice(2);
const hashes = new Set();
for (const line of readFileSync(list, 'utf8').split('\n')) {
  const password = line.trim().replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  if ([...password].length < SHORTEST) continue;
  hashes.add(createHash('sha256').update(password).digest().subarray(0, 8).toString('hex'));
}
if (hashes.size < 10_000) throw new Error(`${list} is no list of common passwords`);
writeFileSync(output, Buffer.from([...hashes].sort().join(''), 'hex'));
