-- The audit log's part that each user sees of their own account.
CREATE INDEX audit_entry_of_logins ON audit_entry (organization_id, target_id, number)
WHERE action >= 'login.' AND action < 'login/';
