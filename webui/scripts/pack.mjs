// pack.mjs DIST TARGET: compresses every file of DIST into TARGET under the same name, for the binary.
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { constants, gzipSync } from 'node:zlib';

const [dist, target] = process.argv.slice(2);

function* filesIn(folder) {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* filesIn(path);
    else yield path;
  }
}

rmSync(target, { recursive: true, force: true });
let total = 0;
for (const path of filesIn(dist)) {
  const packed = gzipSync(readFileSync(path), { level: constants.Z_BEST_COMPRESSION, memLevel: 9 });
  const output = join(target, relative(dist, path));
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(output, packed);
  total += packed.length;
}
console.log(`web UI: ${Math.ceil(total / 1024)} KiB compressed`);
