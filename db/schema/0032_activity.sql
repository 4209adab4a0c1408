-- How many machines were online at most, hour by hour; for GET /activity, which tells of up to 90 days.
CREATE TABLE activity (
  organization_id INTEGER NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
  hour INTEGER NOT NULL, -- since 1970, in UTC
  clients_online INTEGER NOT NULL,
  PRIMARY KEY (organization_id, hour)
) STRICT, WITHOUT ROWID;
