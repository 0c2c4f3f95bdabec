-- Groups of notices that a person has switched off.
create table notice_off (
  user_id       uuid         not null references users (id) on delete cascade,
  notice_group  varchar(16)  not null,
  primary key (user_id, notice_group)
);

-- Mail to people about their own sign-in, until a day after it was sent.
create table person_notice (
  id           uuid         primary key,
  user_id      uuid         not null references users (id) on delete cascade,
  code         varchar(60)  not null,
  happened_at  timestamp(6) with time zone not null,
  browser      varchar(60),
  address      varchar(45),
  due_at       timestamp(6) with time zone,
  attempts     integer      not null
);
create index person_notice_due_at on person_notice (due_at);
create index person_notice_user on person_notice (user_id, happened_at);
create index person_notice_happened_at on person_notice (happened_at);

-- The end that owners were told of; another end is told again.
alter table whitelist_entry add column end_told timestamp(6) with time zone;
alter table auth_token add column end_told timestamp(6) with time zone;
