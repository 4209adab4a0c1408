-- Somebody at the machine asks for help: when, and in what words. Over when a session was opened there or somebody dismissed it.
ALTER TABLE client ADD COLUMN help_requested_at INTEGER;
ALTER TABLE client ADD COLUMN help_words TEXT NOT NULL DEFAULT '';

CREATE INDEX client_help ON client (organization_id, created_at, id) WHERE help_requested_at IS NOT NULL;
