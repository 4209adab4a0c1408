// Accounts of this very computer, made for a test and removed after it. As root only.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';

export const withoutRoot = process.getuid() === 0 ? false : 'this needs root, to make accounts';

/** `groups`: what it is a member of besides, ['sudo']. */
export function makeAccount(groups = []) {
  const name = `gatehouse-e2e-${randomBytes(4).toString('hex')}`;
  const password = `correct ${randomBytes(6).toString('hex')}`;
  const more = groups.length > 0 ? ['--groups', groups.join(',')] : [];
  execFileSync('useradd', ['--no-create-home', '--shell', '/bin/sh', ...more, name]);
  execFileSync('chpasswd', { input: `${name}:${password}` });
  return { name, password, remove: () => execFileSync('userdel', [name]) };
}
