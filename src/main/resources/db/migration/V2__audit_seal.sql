-- The trail's hashes are keyed: each entry names the key of its hash, each chain's end is sealed (key id, dot, MAC).
-- Entries from before have no key, so bin/verify-audit finds them: there was no release yet.
alter table audit_entry add column key_id varchar(8) default '' not null;
alter table audit_entry alter column key_id drop default;
alter table audit_chain add column seal varchar(52);
