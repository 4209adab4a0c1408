-- How machines' access lists know a person: an ID for life, and a handle, which with the organization's namespace is the
-- person's alias. IDs of those who are here already are a permutation of their numbers, so no two are alike; new ones are
-- random. Handles of those who are here already are the local part of the e-mail address where it is one and nobody older
-- has it, else user-NUMBER, which no e-mail address is given as.
ALTER TABLE user_account ADD COLUMN address_id INTEGER;
ALTER TABLE user_account ADD COLUMN handle TEXT;
UPDATE user_account SET
  address_id = 100000000 + (id * 2654435761 + 4059231220) % 9900000000,
  handle = substr(email, 1, instr(email, '@') - 1);
UPDATE user_account SET handle = 'user-' || id
  WHERE length(handle) NOT BETWEEN 1 AND 57 OR handle GLOB '*[^a-zA-Z0-9._-]*' OR lower(handle) GLOB 'user-[0-9]*'
     OR handle GLOB '[._-]*' OR handle GLOB '*[._-]';
UPDATE user_account SET handle = 'user-' || id
  WHERE EXISTS (SELECT 1 FROM user_account AS older WHERE older.organization_id = user_account.organization_id
                AND lower(older.handle) = lower(user_account.handle) AND older.id < user_account.id);
CREATE UNIQUE INDEX user_account_address ON user_account (address_id);
CREATE UNIQUE INDEX user_account_handle ON user_account (organization_id, lower(handle));
