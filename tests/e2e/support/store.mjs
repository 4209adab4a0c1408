// What neither a page nor a request brings about in this version is put into the store of the running appliance.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Where the users of an organization come from: 'admin', 'idp' or 'ldap'. Open pages hear nothing of it. */
export function setUserProvider({ data }, organization, provider) {
  const quoted = (text) => `'${text.replaceAll("'", "''")}'`;
  const sql = `UPDATE organization SET user_provider = ${quoted(provider)} WHERE login_id = ${quoted(organization)};`;
  execFileSync('sqlite3', ['-cmd', '.timeout 20000', join(data, 'gatehouse.db'), sql], { stdio: ['ignore', 'ignore', 'inherit'] });
}
