-- How many machines were online at most, hour by hour; for the dashboard, which shows a month of it.
CREATE TABLE activity (
  organization_id INTEGER NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
  hour INTEGER NOT NULL, -- since 1970, in UTC
  clients_online INTEGER NOT NULL,
  PRIMARY KEY (organization_id, hour)
) STRICT, WITHOUT ROWID;
