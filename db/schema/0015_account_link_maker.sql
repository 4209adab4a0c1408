-- An account that is deleted takes the links with it that it made.
CREATE INDEX account_link_of_maker ON account_link (organization_id, made_by);
