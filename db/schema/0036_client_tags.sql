-- Tags of machines. A machine that goes to another organisation leaves them.

CREATE UNIQUE INDEX client_of_organization ON client (organization_id, id);

CREATE TABLE client_tag (
  organization_id INTEGER NOT NULL,
  client_id INTEGER NOT NULL,
  place INTEGER NOT NULL, -- in the order in which they are shown
  tag TEXT NOT NULL,
  PRIMARY KEY (organization_id, client_id, place),
  FOREIGN KEY (organization_id, client_id) REFERENCES client (organization_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX client_tag_once ON client_tag (organization_id, client_id, lower(tag));
CREATE INDEX client_tag_by_tag ON client_tag (organization_id, lower(tag), tag);

CREATE TRIGGER client_leaves_its_tags
BEFORE UPDATE OF organization_id ON client
WHEN new.organization_id <> old.organization_id
BEGIN
  DELETE FROM client_tag WHERE organization_id = old.organization_id AND client_id = old.id;
END;
