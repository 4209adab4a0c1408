-- Who has such a role must have a second factor before anything else. That one thing may be chosen for the preconfigured
-- roles as well.
ALTER TABLE role ADD COLUMN requires_second_factor INTEGER NOT NULL DEFAULT 0;

DROP TRIGGER preconfigured_role_is_fixed;

CREATE TRIGGER preconfigured_role_is_fixed
BEFORE UPDATE OF id, organization_id, key, name, description, created_at ON role WHEN old.key IS NOT NULL
BEGIN
  SELECT raise(ABORT, 'A preconfigured role cannot be edited.');
END;
