-- Times are seconds since 1970, UTC. Everything belongs to an organisation; a reference to a user names the organisation
-- too, so that no row can point across organisations.

CREATE TABLE organization (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  login_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TRIGGER organization_name_is_fixed
BEFORE UPDATE OF name, login_id ON organization
WHEN new.name IS NOT old.name OR new.login_id IS NOT old.login_id
BEGIN
  SELECT raise(ABORT, 'The organisation''s name cannot be changed later.');
END;

CREATE TABLE user_account (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id INTEGER NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
  email TEXT NOT NULL,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
  created_at INTEGER NOT NULL,
  UNIQUE (organization_id, id)
) STRICT;

CREATE UNIQUE INDEX user_account_email ON user_account (organization_id, lower(email));

CREATE TABLE user_role (
  organization_id INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  role TEXT NOT NULL,
  PRIMARY KEY (organization_id, user_id, role),
  FOREIGN KEY (organization_id, user_id) REFERENCES user_account (organization_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Only the hash of a token is kept: who reads this table can't sign in with it.
CREATE TABLE login_session (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  token_hash BLOB NOT NULL UNIQUE,
  csrf_token TEXT NOT NULL,
  address TEXT NOT NULL,
  user_agent TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  FOREIGN KEY (organization_id, user_id) REFERENCES user_account (organization_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX login_session_of_user ON login_session (organization_id, user_id, created_at, id);
CREATE INDEX login_session_expiry ON login_session (expires_at);

-- The id is the number people type; it is drawn at random and stays for life.
CREATE TABLE client (
  id INTEGER PRIMARY KEY,
  organization_id INTEGER NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
  alias TEXT,
  certificate_fingerprint TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL DEFAULT '',
  platform TEXT NOT NULL DEFAULT '',
  os TEXT NOT NULL DEFAULT '',
  version TEXT NOT NULL DEFAULT '',
  user_name TEXT NOT NULL DEFAULT '',
  capture TEXT NOT NULL DEFAULT '',
  width INTEGER NOT NULL DEFAULT 0,
  height INTEGER NOT NULL DEFAULT 0,
  this_machine INTEGER NOT NULL DEFAULT 0 CHECK (this_machine IN (0, 1)),
  created_at INTEGER NOT NULL,
  last_seen_at INTEGER
) STRICT;

CREATE UNIQUE INDEX client_alias ON client (lower(alias)) WHERE alias IS NOT NULL;
CREATE UNIQUE INDEX client_this_machine ON client (this_machine) WHERE this_machine = 1;
CREATE INDEX client_list ON client (organization_id, created_at, id);

CREATE TABLE enrolment_token (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id INTEGER NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
  token_hash BLOB NOT NULL UNIQUE,
  purpose TEXT NOT NULL,
  uses_left INTEGER NOT NULL CHECK (uses_left >= 0),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;

-- A remote session outlives the client and the user it tells of: it keeps their names as they were.
CREATE TABLE session (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id INTEGER NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
  client_id INTEGER NOT NULL,
  client_name TEXT NOT NULL,
  user_id INTEGER REFERENCES user_account (id) ON DELETE SET NULL,
  user_name TEXT NOT NULL,
  viewer_address TEXT NOT NULL,
  permissions INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('requested', 'open', 'ended')),
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  bytes_to_viewer INTEGER NOT NULL DEFAULT 0,
  bytes_to_client INTEGER NOT NULL DEFAULT 0,
  close_reason INTEGER NOT NULL DEFAULT 0,
  CHECK ((state = 'ended') = (ended_at IS NOT NULL))
) STRICT;

CREATE INDEX session_list ON session (organization_id, started_at, id);
CREATE INDEX session_of_client ON session (client_id, started_at, id);
CREATE INDEX session_of_user ON session (user_id);
CREATE INDEX session_active ON session (organization_id, client_id) WHERE state <> 'ended';

-- organization_id is null for what belongs to the appliance itself.
CREATE TABLE setting (
  organization_id INTEGER REFERENCES organization (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  value TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX setting_key ON setting (coalesce(organization_id, 0), key);
