-- Whether the viewer of a session acted as the machine's administrator, at any time of it.
ALTER TABLE session ADD COLUMN elevated INTEGER NOT NULL DEFAULT 0 CHECK (elevated IN (0, 1));
