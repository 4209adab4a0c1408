-- What programs asked for with an Idempotency-Key, for a day: a request that comes again is not done again. Keys and requests
-- are kept as hashes. An answer's body is kept only where it holds no secret.
CREATE TABLE idempotency_key (
  organization_id INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  key_hash BLOB NOT NULL,
  request_hash BLOB NOT NULL, -- of the key and the request, so that it tells nothing about the request without the key
  status INTEGER NOT NULL,
  etag TEXT NOT NULL,
  body TEXT,                  -- null: not kept
  created_at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, user_id, key_hash),
  FOREIGN KEY (organization_id, user_id) REFERENCES user_account (organization_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_key_by_age ON idempotency_key (created_at);
