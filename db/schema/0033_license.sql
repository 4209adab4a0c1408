-- What an organisation may use, and, for those that are teams, what they say of themselves.
ALTER TABLE organization ADD COLUMN license TEXT NOT NULL DEFAULT 'ultimate'
  CHECK (license IN ('standard', 'advanced', 'ultimate'));
ALTER TABLE organization ADD COLUMN description TEXT NOT NULL DEFAULT '' CHECK (length(description) <= 500);
