-- A webhook that failed is left in peace for a while, whatever happens meanwhile: what waits for others must not wait for it.
ALTER TABLE webhook ADD COLUMN paused_until INTEGER NOT NULL DEFAULT 0;
