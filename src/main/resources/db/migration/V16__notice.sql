-- What owners are to be told by mail: a row for each owner, account and kind of event.
create table notice (
  account_id  uuid         not null references account (id) on delete cascade,
  user_id     uuid         not null references users (id) on delete cascade,
  code        varchar(60)  not null,
  times       integer      not null,
  first_at    timestamp(6) with time zone not null,
  last_at     timestamp(6) with time zone not null,
  done_by     uuid,
  address     varchar(45),
  due_at      timestamp(6) with time zone,
  sent_at     timestamp(6) with time zone,
  attempts    integer      not null,
  primary key (account_id, user_id, code)
);
create index notice_due_at on notice (due_at);
create index notice_user_id on notice (user_id);
create index notice_sent_at on notice (sent_at);
