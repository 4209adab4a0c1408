-- A machine is known by the key of its certificate, which stays the same when the certificate is renewed.
ALTER TABLE client RENAME COLUMN certificate_fingerprint TO link_key;
