-- By what right a session was, and what its viewer was allowed. What was recorded before says nothing of that.

-- The word of portal/session_rights.h, to which more may come; empty: not recorded.
ALTER TABLE session ADD COLUMN authorized_by TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN token_name TEXT NOT NULL DEFAULT ''; -- of the API token, where it was one
ALTER TABLE session ADD COLUMN roles TEXT NOT NULL DEFAULT ''; -- that gave the right then, as JSON; empty: not recorded

-- What the machine let the viewer do at any time, and the name of its permission profile; it may never have said.
ALTER TABLE session ADD COLUMN granted INTEGER;
ALTER TABLE session ADD COLUMN profile TEXT NOT NULL DEFAULT '';

CREATE INDEX session_authorized ON session (organization_id, authorized_by, started_at, id);
