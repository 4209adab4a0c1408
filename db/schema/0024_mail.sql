-- Mail that waits to be sent, and what became of it. The body may hold a link by which somebody sets a password: it is
-- kept only while the mail waits. `next_at`: when it is tried next; `gives_up_at`: from when on it is tried no more.

CREATE TABLE mail (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id INTEGER NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
  user_id INTEGER,           -- whose account it is about; null: nobody's
  kind TEXT NOT NULL,        -- "welcome", "password", "organization", "test"
  recipient TEXT NOT NULL,
  recipient_name TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,        -- empty when it does not wait
  message_id TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'cancelled')),
  tries INTEGER NOT NULL DEFAULT 0,
  problem TEXT NOT NULL DEFAULT '', -- why the last try failed
  created_at INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  gives_up_at INTEGER NOT NULL,
  done_at INTEGER,
  FOREIGN KEY (organization_id, user_id) REFERENCES user_account (organization_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX mail_of_organization ON mail (organization_id, id);
CREATE INDEX mail_of_state ON mail (organization_id, state, id);
CREATE INDEX mail_of_user ON mail (organization_id, user_id);
CREATE INDEX mail_waiting ON mail (tries, id) WHERE state = 'waiting';
CREATE INDEX mail_next ON mail (next_at) WHERE state = 'waiting';
CREATE INDEX mail_done ON mail (done_at) WHERE state <> 'waiting';

CREATE TRIGGER mail_keeps_no_secret
AFTER UPDATE OF state ON mail
WHEN new.state <> 'waiting' AND new.body <> ''
BEGIN
  UPDATE mail SET body = '' WHERE id = new.id;
END;

-- A link that is good no more is not sent.
CREATE TRIGGER account_link_takes_its_mail
AFTER DELETE ON account_link
BEGIN
  UPDATE mail SET state = 'cancelled', done_at = unixepoch()
  WHERE organization_id = old.organization_id AND user_id = old.user_id AND state = 'waiting'
    AND kind IN ('welcome', 'password');
END;
