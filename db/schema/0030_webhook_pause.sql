-- A webhook that failed is left in peace for a while, whatever happens meanwhile: what waits for others must not wait for it.
ALTER TABLE webhook ADD COLUMN paused_until INTEGER NOT NULL DEFAULT 0;
-- Whoever waited longest comes first, so that one that is slow doesn't hold up the others either.
ALTER TABLE webhook ADD COLUMN last_tried_at INTEGER NOT NULL DEFAULT 0;
