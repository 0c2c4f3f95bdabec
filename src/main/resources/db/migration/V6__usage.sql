-- What the gate saw. Hours and days are UTC. They lead the keys, and usage_caller has no other index: when a day begins,
-- PostgreSQL expects no row of it and would take any index that begins with the account, reading all of the account's rows.
create table usage_hour (
  account_id     uuid         not null references account (id),
  began_at       timestamp(6) with time zone not null,
  outcome        varchar(24)  not null,
  calls          bigint       not null,
  primary key (began_at, account_id, outcome)
);
create index usage_hour_account on usage_hour (account_id, began_at);

-- A last_allowed_at of 1970 is never: a refused call is no use of a token. An address of '-' is one that can't be told; '' stands for all beyond those that an account's day has room for.
create table usage_caller (
  account_id     uuid         not null references account (id),
  seen_on        date         not null,
  token_id       uuid         not null,
  address        varchar(45)  not null,
  first_seen_at  timestamp(6) with time zone not null,
  last_seen_at   timestamp(6) with time zone not null,
  last_allowed_at timestamp(6) with time zone not null,
  allowed        bigint       not null,
  would_refuse   bigint       not null,
  refused        bigint       not null,
  primary key (seen_on, account_id, token_id, address)
);

-- The last hundred of each account, and of what is nobody's.
create table usage_refusal (
  id             uuid         primary key,
  account_id     uuid         references account (id),
  refused_at     timestamp(6) with time zone not null,
  outcome        varchar(24)  not null,
  token_id       uuid,
  address        varchar(45)  not null,
  hops           varchar(500) not null,
  method         varchar(20)  not null,
  path           varchar(300) not null,
  user_agent     varchar(150) not null
);
create index usage_refusal_account on usage_refusal (account_id, refused_at);
create index usage_refusal_refused_at on usage_refusal (refused_at);

-- Calls that are no account's: without a token, or with one that is nobody's.
create table usage_stranger_hour (
  began_at       timestamp(6) with time zone not null,
  outcome        varchar(24)  not null,
  calls          bigint       not null,
  primary key (began_at, outcome)
);

-- Calls whose address can't be right or can't be told, by what is wrong with the configuration.
create table address_trouble (
  kind           varchar(20)  primary key,
  first_seen_at  timestamp(6) with time zone not null,
  last_seen_at   timestamp(6) with time zone not null,
  calls          bigint       not null,
  example        varchar(500) not null
);
