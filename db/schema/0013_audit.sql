-- What was done to people and rights, and by whom. Every entry's hash covers the one before it (db/audit_chain.h), so
-- that nothing before the last entry can be changed or taken out unseen. Names are kept as they were.

CREATE TABLE audit_entry (
  organization_id INTEGER NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
  number INTEGER NOT NULL, -- 1, 2, 3 … without a gap
  at INTEGER NOT NULL,
  actor_id INTEGER,        -- null: not a user
  actor TEXT NOT NULL,
  address TEXT NOT NULL,
  action TEXT NOT NULL,    -- "user.created"
  target_id TEXT NOT NULL,
  target TEXT NOT NULL,
  before TEXT NOT NULL,    -- JSON objects of what changed; empty: nothing to say
  after TEXT NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (organization_id, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX audit_entry_of_actor ON audit_entry (organization_id, actor_id, number);
CREATE INDEX audit_entry_of_action ON audit_entry (organization_id, action, number);

CREATE TRIGGER audit_entry_is_fixed
BEFORE UPDATE ON audit_entry
BEGIN
  SELECT raise(ABORT, 'The audit log cannot be changed.');
END;

CREATE TRIGGER audit_entry_stays
BEFORE DELETE ON audit_entry
WHEN EXISTS (SELECT 1 FROM organization WHERE id = old.organization_id)
BEGIN
  SELECT raise(ABORT, 'The audit log cannot be changed.');
END;
