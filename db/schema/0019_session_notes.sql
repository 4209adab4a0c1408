-- Why somebody connected, what was noted about it since, and how long that and the audit log are kept.

ALTER TABLE organization ADD COLUMN reason_required INTEGER NOT NULL DEFAULT 0 CHECK (reason_required IN (0, 1));
ALTER TABLE organization ADD COLUMN keep_sessions_days INTEGER CHECK (keep_sessions_days > 0); -- null: for ever
ALTER TABLE organization ADD COLUMN keep_audit_days INTEGER CHECK (keep_audit_days > 0);       -- null: for ever

ALTER TABLE session ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN comment TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

-- Every comment that a session had, the last of them is the one it has.
CREATE TABLE session_comment (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id INTEGER NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
  session_id INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  author_id INTEGER REFERENCES user_account (id) ON DELETE SET NULL,
  author TEXT NOT NULL, -- the name as it was
  comment TEXT NOT NULL
) STRICT;

CREATE INDEX session_comment_of_session ON session_comment (session_id, id);
CREATE INDEX session_comment_of_organization ON session_comment (organization_id);
CREATE INDEX session_comment_of_author ON session_comment (author_id);
