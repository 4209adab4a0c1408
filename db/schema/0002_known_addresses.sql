-- Where a user has signed in before. Guesses from elsewhere lock the account only for elsewhere.
CREATE TABLE known_address (
  organization_id INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  address TEXT NOT NULL,
  last_login_at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, user_id, address),
  FOREIGN KEY (organization_id, user_id) REFERENCES user_account (organization_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
