-- Several organisations on one appliance. The first is the appliance's own: its Owners make further ones, this machine's
-- screen belongs to it, and it stays as long as the appliance.
ALTER TABLE organization ADD COLUMN appliance INTEGER NOT NULL DEFAULT 0 CHECK (appliance IN (0, 1));
UPDATE organization SET appliance = 1 WHERE id = (SELECT min(id) FROM organization);

CREATE UNIQUE INDEX organization_of_appliance ON organization (appliance) WHERE appliance = 1;

CREATE TRIGGER organization_of_appliance_is_fixed
BEFORE UPDATE OF appliance ON organization
BEGIN
  SELECT raise(ABORT, 'The appliance''s own organisation stays the same.');
END;

CREATE TRIGGER organization_of_appliance_stays
BEFORE DELETE ON organization WHEN old.appliance = 1
BEGIN
  SELECT raise(ABORT, 'The appliance''s own organisation cannot be deleted.');
END;
