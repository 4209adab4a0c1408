-- The list of machines in order of when they were last seen (those never seen last), and the platforms that there are.
CREATE INDEX client_by_seen ON client (organization_id, coalesce(last_seen_at, 0), id);
CREATE INDEX client_platform ON client (organization_id, platform);
