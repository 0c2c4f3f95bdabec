-- Filters of the audit trail. They begin with what is filtered by and go on with the account, not the chain, so that no
-- filter can be planned onto the primary key, which would read all of an account's entries.
create index audit_entry_code on audit_entry (code, account_id, seq);
create index audit_entry_actor on audit_entry (actor_id, account_id, seq);
create index audit_entry_address on audit_entry (actor_address, account_id, seq);
