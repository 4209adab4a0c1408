-- The machine's key of the sealed channel, base64url. Viewers seal for this one only; another one that the machine comes
-- with waits until somebody confirms it.
ALTER TABLE client ADD COLUMN device_key TEXT;
ALTER TABLE client ADD COLUMN offered_device_key TEXT;
