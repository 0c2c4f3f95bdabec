-- A person's authenticator app. The secret is sealed; a code is accepted once, so the step of the last one is kept.
create table authenticator_app (
  user_id        uuid         primary key references users (id),
  sealed_secret  varchar(200) not null,
  added_at       timestamp(6) with time zone not null,
  last_step      bigint       not null
);

-- Recovery codes that were not used yet, as keyed hashes.
create table recovery_code (
  hash           varchar(43)  primary key,
  user_id        uuid         not null references users (id)
);
create index recovery_code_user on recovery_code (user_id);

-- Whether a person has a second factor, for the lists of their teams.
alter table users add column second_factor boolean default false not null;

-- Whether an operator's link takes the second factor away too.
alter table recovery_link add column ends_factor boolean default false not null;

-- Whether an account is closed to members who signed in without a second factor.
alter table account add column second_factor boolean default false not null;

-- Tries of codes are counted too. What is counted lasts for minutes, so the table is simply made anew.
drop table throttle;
create table throttle (
  kind           varchar(8)   not null check (kind in ('ADDRESS', 'NAME', 'DEVICE', 'CODE', 'CODE_DAY')),
  slot           integer      not null,
  full_at        timestamp(6) with time zone not null,
  told_at        timestamp(6) with time zone,
  primary key (kind, slot)
);
create index throttle_full_at on throttle (full_at);
