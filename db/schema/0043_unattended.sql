-- Whether somebody may come in to the machine with nobody asked, as the machine says.
ALTER TABLE client ADD COLUMN unattended INTEGER NOT NULL DEFAULT 0 CHECK (unattended IN (0, 1));
