-- A portable agent is not installed: it has its number, but never an alias.
ALTER TABLE client ADD COLUMN portable INTEGER NOT NULL DEFAULT 0
  CHECK (portable IN (0, 1) AND (portable = 0 OR alias IS NULL));
