-- Where the viewer of a session came from when it reached the machine without the appliance.
ALTER TABLE session ADD COLUMN direct_from TEXT NOT NULL DEFAULT '';
