-- Address books: shared ones of the organisation, and a personal one for every user, made with the account and gone with
-- it. A personal one has an owner and no name. `version` goes up with every change, against lost updates.

CREATE TABLE address_book (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id INTEGER NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
  owner_id INTEGER, -- null: a shared one
  name TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  for_everyone INTEGER NOT NULL DEFAULT 1 CHECK (for_everyone IN (0, 1)), -- 0: for address_book_group
  version INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  UNIQUE (organization_id, id),
  UNIQUE (organization_id, owner_id),
  FOREIGN KEY (organization_id, owner_id) REFERENCES user_account (organization_id, id) ON DELETE CASCADE
) STRICT;

CREATE UNIQUE INDEX address_book_name ON address_book (organization_id, lower(name)) WHERE owner_id IS NULL;

CREATE TRIGGER user_has_address_book
AFTER INSERT ON user_account
BEGIN
  INSERT INTO address_book (organization_id, owner_id, name, created_at)
  VALUES (new.organization_id, new.id, '', new.created_at);
END;

INSERT INTO address_book (organization_id, owner_id, name, created_at)
SELECT organization_id, id, '', created_at FROM user_account;

-- Whose members see a shared book that is not for everyone.
CREATE TABLE address_book_group (
  organization_id INTEGER NOT NULL,
  book_id INTEGER NOT NULL,
  group_id INTEGER NOT NULL,
  PRIMARY KEY (organization_id, book_id, group_id),
  FOREIGN KEY (organization_id, book_id) REFERENCES address_book (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, group_id) REFERENCES user_group (organization_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX address_book_group_by_group ON address_book_group (organization_id, group_id);

-- `address`: an ID in digits, or an alias, once a book. There need not be such a machine.
CREATE TABLE address_entry (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id INTEGER NOT NULL,
  book_id INTEGER NOT NULL,
  nickname TEXT NOT NULL,
  address TEXT NOT NULL,
  comment TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  UNIQUE (organization_id, id),
  FOREIGN KEY (organization_id, book_id) REFERENCES address_book (organization_id, id) ON DELETE CASCADE
) STRICT;

CREATE UNIQUE INDEX address_entry_address ON address_entry (organization_id, book_id, lower(address));
CREATE INDEX address_entry_by_nickname ON address_entry (organization_id, book_id, lower(nickname), id);

CREATE TABLE address_entry_tag (
  organization_id INTEGER NOT NULL,
  entry_id INTEGER NOT NULL,
  place INTEGER NOT NULL, -- in the order in which they were given
  tag TEXT NOT NULL,
  PRIMARY KEY (organization_id, entry_id, place),
  FOREIGN KEY (organization_id, entry_id) REFERENCES address_entry (organization_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX address_entry_tag_once ON address_entry_tag (organization_id, entry_id, lower(tag));
