-- A role that a group has may end, as one that a user has.
ALTER TABLE group_role ADD COLUMN expires_at INTEGER;
