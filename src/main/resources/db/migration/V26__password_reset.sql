-- Links are found by their secret: one of an operator's for each person, and a few that the person asked for by mail.
-- They live for half an hour, so the table is simply made anew.
drop table recovery_link;
create table recovery_link (
  token_hash     varchar(43)  primary key,
  user_id        uuid         not null references users (id),
  created_at     timestamp(6) with time zone not null,
  created_by     uuid         references users (id),
  expires_at     timestamp(6) with time zone not null,
  ends_factor    boolean      not null
);
create index recovery_link_user on recovery_link (user_id);
create index recovery_link_expires on recovery_link (expires_at);

-- Addresses that someone asked a link for, whether or not a person has them: who asks must not see that.
create table reset_request (
  email          varchar(254) primary key,
  address        varchar(45),
  due_at         timestamp(6) with time zone not null,
  attempts       integer      not null
);
create index reset_request_due on reset_request (due_at);
