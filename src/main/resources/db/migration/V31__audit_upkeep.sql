-- Of an entry, the address, the subject and the parameters can hold personal data. The chain covers a salted digest of
-- these three, so that they can be erased later: then the salt goes, and "erased" is a keyed hash over what was left.
alter table audit_entry add column salt varchar(22);
alter table audit_entry add column digest varchar(43) default '' not null;
alter table audit_entry add column erased varchar(43);

-- How far each chain has been verified by Saltgate itself (see AuditCheck), which end of it was written to the log, and
-- how far personal data was erased for its age. No foreign key: a chain that someone deletes is to be missed.
create table audit_check (
  chain_id    uuid         primary key,
  seq         bigint       not null,
  hash        varchar(43)  not null,
  begun_at    timestamp(6) with time zone not null,
  intact_seq  bigint       not null,
  intact_at   timestamp(6) with time zone,
  broken_seq  bigint,
  seal        varchar(52),
  logged_seq  bigint       not null,
  logged_at   timestamp(6) with time zone,
  due_at      timestamp(6) with time zone not null,
  erased_seq  bigint       not null,
  erase_at    timestamp(6) with time zone not null
);
create index audit_check_due_at on audit_check (due_at);
create index audit_check_erase_at on audit_check (erase_at);
insert into audit_check (chain_id, seq, hash, begun_at, intact_seq, logged_seq, due_at, erased_seq, erase_at)
  select id, 0, '', current_timestamp, 0, 0, current_timestamp, 0, current_timestamp from audit_chain;

-- What was done to a person, for the page with their own activity.
create index audit_entry_subject on audit_entry (subject, account_id, seq);
