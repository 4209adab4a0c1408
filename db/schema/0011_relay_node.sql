-- Relays of an organisation that run elsewhere, as processes of their own. One that has joined is known by the key of its
-- certificate (SHA-256, hex). A token lets it join once; only its hash is kept.
CREATE TABLE relay_node (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id INTEGER NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  token_hash BLOB UNIQUE,
  token_expires_at INTEGER,
  link_key TEXT UNIQUE,
  version TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  last_seen_at INTEGER,
  UNIQUE (organization_id, address),
  CHECK ((token_hash IS NULL) = (token_expires_at IS NULL))
) STRICT;

-- The name of the relay that carried the session, as it was then; empty: none did.
ALTER TABLE session ADD COLUMN relay TEXT NOT NULL DEFAULT '';
