-- What lets a program ask the API in somebody's name. Only the hash of its secret is kept; what it may do is never more than
-- what that person may at the moment of each request. It goes with the account.
CREATE TABLE api_token (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  public_id TEXT NOT NULL UNIQUE, -- by which it is found; no secret
  secret_hash BLOB NOT NULL,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  last_used_at INTEGER,
  last_used_address TEXT NOT NULL DEFAULT '',
  UNIQUE (organization_id, id),
  FOREIGN KEY (organization_id, user_id) REFERENCES user_account (organization_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX api_token_of_user ON api_token (organization_id, user_id, created_at, id);
CREATE UNIQUE INDEX api_token_name ON api_token (organization_id, user_id, lower(name));

-- A section without a row: no access.
CREATE TABLE api_token_section (
  organization_id INTEGER NOT NULL,
  api_token_id INTEGER NOT NULL,
  section TEXT NOT NULL,
  level INTEGER NOT NULL CHECK (level IN (1, 2)), -- view, edit
  PRIMARY KEY (organization_id, api_token_id, section),
  FOREIGN KEY (organization_id, api_token_id) REFERENCES api_token (organization_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
