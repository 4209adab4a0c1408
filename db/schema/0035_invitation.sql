-- Who is asked to become a user. There is no user before the invitation is accepted; then it is gone. Who made it, or its
-- present link, must still be allowed to (made_by); once nobody is named there, only a new link makes it good again.
CREATE TABLE invitation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id INTEGER NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
  email TEXT NOT NULL,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  token_hash BLOB NOT NULL UNIQUE,
  made_by INTEGER REFERENCES user_account (id) ON DELETE SET NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX invitation_email ON invitation (organization_id, lower(email));
CREATE INDEX invitation_of_organization ON invitation (organization_id, created_at, id);
CREATE INDEX invitation_of_maker ON invitation (made_by);
CREATE INDEX invitation_end ON invitation (expires_at);

-- A link that is good no more is not sent.
CREATE TRIGGER invitation_takes_its_mail
AFTER DELETE ON invitation
BEGIN
  UPDATE mail SET state = 'cancelled', done_at = unixepoch()
  WHERE organization_id = old.organization_id AND state = 'waiting' AND kind = 'invitation' AND recipient = old.email;
END;

CREATE TRIGGER new_invitation_link_takes_former_mail
AFTER UPDATE OF token_hash ON invitation
BEGIN
  UPDATE mail SET state = 'cancelled', done_at = unixepoch()
  WHERE organization_id = old.organization_id AND state = 'waiting' AND kind = 'invitation' AND recipient = old.email;
END;
