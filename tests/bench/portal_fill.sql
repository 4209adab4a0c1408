-- A large organization: 10,000 users, 10,000 machines, 100,000 sessions, 1,000,000 entries in the audit log. For measurements only:
-- the log's hashes are drawn by lot.
BEGIN;
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
INSERT INTO user_account (organization_id, email, first_name, last_name, password_hash, created_at, verified_at)
SELECT 1, 'user' || i || '@example.org', 'First' || (i % 97), 'Last' || i, 'x', unixepoch() - i, unixepoch() FROM n;

INSERT INTO user_role (organization_id, user_id, role_id)
SELECT 1, user_account.id, role.id FROM user_account JOIN role ON role.organization_id = 1
WHERE user_account.id > 1 AND (role.key = 'user' OR (role.key = 'support_agent' AND user_account.id % 10 = 0));

WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
INSERT INTO client (id, organization_id, link_key, name, platform, os, version, created_at, last_seen_at)
SELECT 200000000 + i * 7919, 1, 'key' || i, 'desk-' || i, 'linux-x86_64', 'Debian GNU/Linux 12', '0.1.0', unixepoch() - i * 60,
       unixepoch() - i * 13
FROM n;

WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
INSERT INTO session (organization_id, client_id, client_name, user_id, user_name, viewer_address, permissions, state, started_at,
                     ended_at, bytes_to_viewer, bytes_to_client, close_reason, reason)
SELECT 1, 200000000 + (1 + i % 10000) * 7919, 'desk-' || (1 + i % 10000), 2 + i % 10000, 'First Last' || (i % 10000), '192.0.2.7', 7,
       'ended', unixepoch() - i * 300, unixepoch() - i * 300 + 120, 1000000, 1000, 1, 'Ticket ' || i
FROM n;

WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
INSERT INTO audit_entry (organization_id, number, at, actor_id, actor, address, action, target_id, target, before, after, hash)
SELECT 1, i + (SELECT max(number) FROM audit_entry WHERE organization_id = 1), unixepoch(), 2 + i % 10000, 'First Last' || (i % 10000),
       '192.0.2.7', CASE i % 4 WHEN 0 THEN 'login.succeeded' WHEN 1 THEN 'session.requested' WHEN 2 THEN 'user.changed' ELSE 'role.given' END,
       CAST(2 + i % 10000 AS TEXT), 'user' || (i % 10000) || '@example.org', '', '{"role":"Support agent"}', randomblob(32)
FROM n;
COMMIT;
ANALYZE;
