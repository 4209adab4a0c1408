-- What a person shows beside the password. `secret` is what both sides know (RFC 6238); `last_step` is the time step of
-- the last code that was accepted: that one and earlier ones are good no more, for ever.
CREATE TABLE totp_device (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  secret BLOB NOT NULL,
  last_step INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER,
  FOREIGN KEY (organization_id, user_id) REFERENCES user_account (organization_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX totp_device_of_user ON totp_device (organization_id, user_id);

-- Instead of a device that is lost; only hashes, and a code that was used is gone.
CREATE TABLE recovery_code (
  organization_id INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  code_hash BLOB NOT NULL,
  PRIMARY KEY (organization_id, user_id, code_hash),
  FOREIGN KEY (organization_id, user_id) REFERENCES user_account (organization_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- When somebody last showed, in this login, who they are.
ALTER TABLE login_session ADD COLUMN confirmed_at INTEGER NOT NULL DEFAULT 0;
UPDATE login_session SET confirmed_at = created_at;
