-- Where other programs are told what happens, and what was told. The secret signs what is sent; it is kept as it is, because
-- it is needed for every delivery.
CREATE TABLE webhook (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id INTEGER NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
  url TEXT NOT NULL,
  events TEXT NOT NULL,           -- ",session.started,session.ended,"
  secret TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  enabled INTEGER NOT NULL DEFAULT 1,
  gave_up INTEGER NOT NULL DEFAULT 0, -- the appliance disabled it, because it failed for too long
  failing_since INTEGER,
  last_delivered_at INTEGER,
  version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (organization_id, id)
) STRICT;

CREATE TABLE webhook_delivery (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id INTEGER NOT NULL,
  webhook_id INTEGER NOT NULL,
  event TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'failed')),
  tries INTEGER NOT NULL DEFAULT 0,
  next_at INTEGER NOT NULL,       -- the next try, while it waits
  status INTEGER,                 -- of the last answer; null: there was none
  problem TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  done_at INTEGER,
  FOREIGN KEY (organization_id, webhook_id) REFERENCES webhook (organization_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX webhook_delivery_due ON webhook_delivery (next_at) WHERE state = 'waiting';
CREATE INDEX webhook_delivery_list ON webhook_delivery (organization_id, webhook_id, created_at, id);
