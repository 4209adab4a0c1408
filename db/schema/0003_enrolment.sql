-- What the portal shows of an enrolment token: what it is for, who made it, how many machines it was made for. One that was
-- revoked stays a while, so that people see what became of it.
ALTER TABLE enrolment_token ADD COLUMN label TEXT NOT NULL DEFAULT '';
ALTER TABLE enrolment_token ADD COLUMN created_by INTEGER REFERENCES user_account (id) ON DELETE SET NULL;
ALTER TABLE enrolment_token ADD COLUMN uses INTEGER NOT NULL DEFAULT 1;
ALTER TABLE enrolment_token ADD COLUMN revoked_at INTEGER;

UPDATE enrolment_token SET uses = max(uses_left, 1);

CREATE INDEX enrolment_token_list ON enrolment_token (organization_id, created_at, id);
CREATE INDEX enrolment_token_of_user ON enrolment_token (created_by);
