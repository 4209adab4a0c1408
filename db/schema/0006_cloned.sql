-- Somebody else who came with the machine's certificate while it was connected: a copied disk.
ALTER TABLE client ADD COLUMN clone_name TEXT NOT NULL DEFAULT '';
ALTER TABLE client ADD COLUMN clone_address TEXT NOT NULL DEFAULT '';
ALTER TABLE client ADD COLUMN clone_seen_at INTEGER;
