-- Machines that somebody may only connect to when a second person has approved it, and who asked for that. What is said of
-- people and the machine stays as it was when they are gone.
ALTER TABLE client ADD COLUMN approval_required INTEGER NOT NULL DEFAULT 0 CHECK (approval_required IN (0, 1));

CREATE TABLE approval (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id INTEGER NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
  client_id INTEGER NOT NULL,
  client_name TEXT NOT NULL,
  asked_by INTEGER REFERENCES user_account (id) ON DELETE SET NULL,
  asked_by_name TEXT NOT NULL,
  reason TEXT NOT NULL,
  minutes INTEGER NOT NULL CHECK (minutes > 0),
  asked_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'declined', 'withdrawn', 'revoked')),
  ends_at INTEGER NOT NULL, -- waiting: from when on nobody can decide any more; approved: from when on it is good no more
  decided_by INTEGER REFERENCES user_account (id) ON DELETE SET NULL,
  decided_by_name TEXT NOT NULL DEFAULT '',
  decided_at INTEGER,
  comment TEXT NOT NULL DEFAULT '', -- of who decided
  ended_by_name TEXT NOT NULL DEFAULT '', -- who withdrew or revoked it
  ended_at INTEGER
) STRICT;

CREATE INDEX approval_list ON approval (organization_id, asked_at, id);
CREATE INDEX approval_list_of_asker ON approval (organization_id, asked_by, asked_at, id);
CREATE INDEX approval_of_machine ON approval (organization_id, client_id, asked_by, ends_at);
CREATE INDEX approval_open ON approval (organization_id, state, ends_at);
CREATE INDEX approval_asker ON approval (asked_by);
CREATE INDEX approval_decider ON approval (decided_by);

-- By which approval a session was, and whose; null: none was wanted.
ALTER TABLE session ADD COLUMN approval_id INTEGER;
ALTER TABLE session ADD COLUMN approved_by TEXT NOT NULL DEFAULT '';
