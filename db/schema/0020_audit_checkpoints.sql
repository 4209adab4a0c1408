-- Signed statements of how far an audit log had come (db/audit_chain.h), and where it begins once an organisation does
-- not keep the oldest entries any longer.

CREATE TABLE audit_checkpoint (
  organization_id INTEGER NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
  number INTEGER NOT NULL, -- of the last entry that it covers
  at INTEGER NOT NULL,
  hash BLOB NOT NULL,      -- of that entry
  key BLOB NOT NULL,       -- P-256, uncompressed: whose signature
  signature BLOB NOT NULL,
  PRIMARY KEY (organization_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_start (
  organization_id INTEGER PRIMARY KEY REFERENCES organization (id) ON DELETE CASCADE,
  number INTEGER NOT NULL, -- of the last entry that is not kept any more
  hash BLOB NOT NULL
) STRICT;

CREATE TRIGGER audit_start_is_signed
BEFORE INSERT ON audit_start
WHEN NOT EXISTS (SELECT 1 FROM audit_checkpoint WHERE organization_id = new.organization_id AND number >= new.number)
BEGIN
  SELECT raise(ABORT, 'The audit log is kept until it is signed.');
END;

DROP TRIGGER audit_entry_stays;
CREATE TRIGGER audit_entry_stays
BEFORE DELETE ON audit_entry
WHEN EXISTS (SELECT 1 FROM organization WHERE id = old.organization_id)
  AND NOT EXISTS (SELECT 1 FROM audit_start WHERE organization_id = old.organization_id AND number >= old.number)
BEGIN
  SELECT raise(ABORT, 'The audit log cannot be changed.');
END;
