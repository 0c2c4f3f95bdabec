-- People whose personal data an operator has erased. Their ids stay, since others' rows and the audit trail have them.
alter table users add column erased_at timestamp(6) with time zone;

-- What is still to be erased from audit trails, which takes longer. The address goes with the row when that is done; it
-- is null if another person has it by now, whose entries stay.
create table pending_erasure (
  user_id        uuid         primary key references users (id),
  email          varchar(254),
  part           integer      not null,
  skipped        integer      not null,
  due_at         timestamp(6) with time zone not null
);
create index pending_erasure_due on pending_erasure (due_at);
