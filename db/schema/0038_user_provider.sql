-- Where the users of an organization come from: made by hand, or by a provider outside. Exactly one is active.
ALTER TABLE organization ADD COLUMN user_provider TEXT NOT NULL DEFAULT 'admin'
  CHECK (user_provider IN ('admin', 'idp', 'ldap'));
