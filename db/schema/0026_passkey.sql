-- By which authenticators know whose passkeys these are: random, so that nothing of a person is kept on a key that is lost.
CREATE TABLE passkey_owner (
  organization_id INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  handle BLOB NOT NULL UNIQUE,
  PRIMARY KEY (organization_id, user_id),
  FOREIGN KEY (organization_id, user_id) REFERENCES user_account (organization_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Keys that sign people in (W3C Web Authentication). `rp_id` is the name of the portal that they are tied to; `sign_count`
-- what the authenticator counted last, 0 for those that don't count. Who signs in with one alone names no organisation:
-- `credential_id` is unique in all of them.
CREATE TABLE passkey (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  rp_id TEXT NOT NULL,
  credential_id BLOB NOT NULL UNIQUE,
  public_key BLOB NOT NULL,
  algorithm INTEGER NOT NULL,
  sign_count INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER,
  FOREIGN KEY (organization_id, user_id) REFERENCES user_account (organization_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX passkey_of_user ON passkey (organization_id, user_id);
