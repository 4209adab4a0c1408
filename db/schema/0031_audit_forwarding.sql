-- How far each organisation's audit log was given to a syslog server.
CREATE TABLE audit_forwarding (
  organization_id INTEGER PRIMARY KEY REFERENCES organization (id) ON DELETE CASCADE,
  number INTEGER NOT NULL -- of the last entry that was
) STRICT;
