// A real X server without a monitor, and what a test does on it.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PNG } from 'pngjs';
import { eventually, start } from './process.mjs';

const run = promisify(execFile);

export async function startXServer(size = '1024x768') {
  const server = start('Xvfb', ['-displayfd', '3', '-screen', '0', `${size}x24`, '-nolisten', 'tcp', '-noreset'], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  let number = '';
  server.child.stdio[3].on('data', (chunk) => (number += chunk));
  await eventually(() => number.includes('\n'), 'the X server did not start');
  const display = `:${number.trim()}`;
  // Whatever language the tester speaks, and where none is set, too.
  const environment = { ...process.env, LC_ALL: 'C.UTF-8', DISPLAY: display };
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-x-'));
  const programs = [];
  return {
    display,
    /** Starts an X client. */
    run(command, args, options = {}) {
      const program = start(command, args, { env: environment, ...options });
      programs.push(program);
      return program;
    },
    command: (command, args) => run(command, args, { env: environment }),
    /** The whole screen as the X server has it: { width, height, data (RGBA) }. */
    async picture() {
      const file = join(directory, 'screen.png');
      await run('import', ['-window', 'root', '-depth', '8', `png32:${file}`], { env: environment });
      return PNG.sync.read(readFileSync(file));
    },
    /** A terminal whose typed text and mouse reports, with `drags` those of drags too, end up in a file: returns a function that reads them. */
    async terminal({ drags = false } = {}) {
      const file = join(directory, 'typed');
      const script = join(directory, 'terminal.sh');
      writeFileSync(script, `stty -echo -icanon; printf '\\033[?${drags ? 1002 : 1000}h\\033[?25l'; exec cat > '${file}'\n`);
      this.run('xterm', ['-geometry', '80x24+0+0', '-xrm', 'XTerm*utf8: 2', '-e', 'sh', script]);
      await eventually(() => existsSync(file), 'the terminal did not start');
      return () => readFileSync(file, 'utf8');
    },
    /** Copies text as a program on this screen does. */
    async copy(text) {
      const owner = this.run('xclip', ['-selection', 'clipboard', '-quiet', '-in'], { stdio: ['pipe', 'ignore', 'ignore'] });
      owner.child.stdin.end(text);
    },
    async clipboard() {
      return run('xclip', ['-selection', 'clipboard', '-out', '-target', 'UTF8_STRING'], { env: environment }).then(
        ({ stdout }) => stdout,
        () => undefined, // nobody has copied anything yet
      );
    },
    async stop() {
      for (const program of programs) await program.stop('SIGKILL');
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
