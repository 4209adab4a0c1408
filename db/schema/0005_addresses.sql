-- The organisation's own namespace of aliases (name@namespace), which is nobody else's, and whether a machine that joins
-- gets an alias by itself. What people note of a machine.
ALTER TABLE organization ADD COLUMN namespace TEXT;
ALTER TABLE organization ADD COLUMN automatic_alias INTEGER NOT NULL DEFAULT 0 CHECK (automatic_alias IN (0, 1));
ALTER TABLE client ADD COLUMN comment TEXT NOT NULL DEFAULT '';

CREATE UNIQUE INDEX organization_namespace ON organization (lower(namespace)) WHERE namespace IS NOT NULL;
CREATE INDEX client_by_name ON client (organization_id, lower(name), id);
