-- Who may do what. A role gives what its permission sets give; the preconfigured ones have a key instead of sets, and
-- give what the program says (appliance/policy/roles.cpp). Roles go to users and to groups. `expires_at` is the first
-- second in which something counts no more; null: never. `version` goes up with every change, against lost updates.

CREATE TABLE role (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id INTEGER NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
  key TEXT,
  name TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  UNIQUE (organization_id, id),
  UNIQUE (organization_id, key)
) STRICT;

CREATE UNIQUE INDEX role_name ON role (organization_id, lower(name));

CREATE TRIGGER organization_has_roles
AFTER INSERT ON organization
BEGIN
  INSERT INTO role (organization_id, key, name, created_at) VALUES
    (new.id, 'owner', 'Owner', new.created_at),
    (new.id, 'admin', 'Admin', new.created_at),
    (new.id, 'support_agent', 'Support agent', new.created_at),
    (new.id, 'data_protection_officer', 'Data protection officer', new.created_at),
    (new.id, 'accountant', 'Accountant', new.created_at),
    (new.id, 'user', 'User', new.created_at);
END;

INSERT INTO role (organization_id, key, name, created_at)
SELECT organization.id, kind.key, kind.name, organization.created_at
FROM organization, (
  SELECT 'owner' AS key, 'Owner' AS name
  UNION ALL SELECT 'admin', 'Admin'
  UNION ALL SELECT 'support_agent', 'Support agent'
  UNION ALL SELECT 'data_protection_officer', 'Data protection officer'
  UNION ALL SELECT 'accountant', 'Accountant'
  UNION ALL SELECT 'user', 'User'
) AS kind;

CREATE TRIGGER preconfigured_role_is_fixed
BEFORE UPDATE ON role WHEN old.key IS NOT NULL
BEGIN
  SELECT raise(ABORT, 'A preconfigured role cannot be edited.');
END;

CREATE TRIGGER preconfigured_role_stays
BEFORE DELETE ON role
WHEN old.key IS NOT NULL AND EXISTS (SELECT 1 FROM organization WHERE id = old.organization_id)
BEGIN
  SELECT raise(ABORT, 'A preconfigured role cannot be deleted.');
END;

CREATE TABLE permission_set (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id INTEGER NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  UNIQUE (organization_id, id)
) STRICT;

CREATE UNIQUE INDEX permission_set_name ON permission_set (organization_id, lower(name));

-- A section without a row: no access.
CREATE TABLE permission_set_section (
  organization_id INTEGER NOT NULL,
  permission_set_id INTEGER NOT NULL,
  section TEXT NOT NULL,
  level INTEGER NOT NULL CHECK (level IN (1, 2)), -- view, edit
  PRIMARY KEY (organization_id, permission_set_id, section),
  FOREIGN KEY (organization_id, permission_set_id) REFERENCES permission_set (organization_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE role_permission_set (
  organization_id INTEGER NOT NULL,
  role_id INTEGER NOT NULL,
  permission_set_id INTEGER NOT NULL,
  PRIMARY KEY (organization_id, role_id, permission_set_id),
  FOREIGN KEY (organization_id, role_id) REFERENCES role (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, permission_set_id) REFERENCES permission_set (organization_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX role_permission_set_of_set ON role_permission_set (organization_id, permission_set_id);

-- What one of them shows changes with it, whichever of them was edited.
CREATE TRIGGER role_permission_set_added
AFTER INSERT ON role_permission_set
BEGIN
  UPDATE role SET version = version + 1 WHERE id = new.role_id;
  UPDATE permission_set SET version = version + 1 WHERE id = new.permission_set_id;
END;

CREATE TRIGGER role_permission_set_removed
AFTER DELETE ON role_permission_set
BEGIN
  UPDATE role SET version = version + 1 WHERE id = old.role_id;
  UPDATE permission_set SET version = version + 1 WHERE id = old.permission_set_id;
END;

CREATE TRIGGER preconfigured_role_has_no_sets
BEFORE INSERT ON role_permission_set
WHEN EXISTS (SELECT 1 FROM role WHERE id = new.role_id AND key IS NOT NULL)
BEGIN
  SELECT raise(ABORT, 'A preconfigured role cannot be edited.');
END;

CREATE TABLE user_group (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id INTEGER NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  UNIQUE (organization_id, id)
) STRICT;

CREATE UNIQUE INDEX user_group_name ON user_group (organization_id, lower(name));

CREATE TABLE group_member (
  organization_id INTEGER NOT NULL,
  group_id INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  expires_at INTEGER,
  PRIMARY KEY (organization_id, group_id, user_id),
  FOREIGN KEY (organization_id, group_id) REFERENCES user_group (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, user_id) REFERENCES user_account (organization_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX group_member_of_user ON group_member (organization_id, user_id);

CREATE TABLE group_role (
  organization_id INTEGER NOT NULL,
  group_id INTEGER NOT NULL,
  role_id INTEGER NOT NULL,
  PRIMARY KEY (organization_id, group_id, role_id),
  FOREIGN KEY (organization_id, group_id) REFERENCES user_group (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, role_id) REFERENCES role (organization_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX group_role_of_role ON group_role (organization_id, role_id);

ALTER TABLE user_role RENAME TO user_role_by_key;

CREATE TABLE user_role (
  organization_id INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  role_id INTEGER NOT NULL,
  expires_at INTEGER,
  PRIMARY KEY (organization_id, user_id, role_id),
  FOREIGN KEY (organization_id, user_id) REFERENCES user_account (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, role_id) REFERENCES role (organization_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX user_role_of_role ON user_role (organization_id, role_id);

INSERT INTO user_role (organization_id, user_id, role_id)
SELECT held.organization_id, held.user_id, role.id
FROM user_role_by_key AS held
JOIN role ON role.organization_id = held.organization_id AND role.key = held.role;

DROP TABLE user_role_by_key;

-- An account ends at `expires_at`; it may sign in from `verified_at` on.
ALTER TABLE user_account ADD COLUMN expires_at INTEGER;
ALTER TABLE user_account ADD COLUMN verified_at INTEGER;
ALTER TABLE user_account ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
UPDATE user_account SET verified_at = created_at;

CREATE INDEX user_account_by_name ON user_account (organization_id, lower(last_name || ' ' || first_name), id);

-- A link by which somebody sets a password, good while who made it may still act on that account. One for each account;
-- only the hash of its token is kept.
CREATE TABLE account_link (
  organization_id INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  made_by INTEGER NOT NULL,
  token_hash BLOB NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, user_id),
  FOREIGN KEY (organization_id, user_id) REFERENCES user_account (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, made_by) REFERENCES user_account (organization_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
