-- One text for H2 and PostgreSQL. Hashes and sealed secrets are text. Every child of an account carries account_id,
-- and its foreign keys include it, so that no row can hang on another account's.

create table installation (
  id             smallint     primary key check (id = 1),
  setup_hash     varchar(43),
  setup_tries    smallint     not null default 0,
  set_up_at      timestamp(6) with time zone
);
insert into installation (id) values (1);

create table key_ring_key (
  key_id         varchar(8)   primary key,
  fingerprint    varchar(43)  not null,
  registered_at  timestamp(6) with time zone not null
);

create table users (
  id             uuid         primary key,
  email          varchar(254) not null constraint users_email unique,
  name           varchar(100) not null,
  operator       boolean      not null,
  created_at     timestamp(6) with time zone not null
);

create table password (
  user_id        uuid         primary key references users (id),
  hash           varchar(200) not null,
  changed_at     timestamp(6) with time zone not null
);

create table console_session (
  id_hash        varchar(43)  primary key,
  user_id        uuid         not null references users (id),
  strength       varchar(16)  not null,
  signed_in_at   timestamp(6) with time zone not null,
  confirmed_at   timestamp(6) with time zone not null,
  last_seen_at   timestamp(6) with time zone not null
);
create index console_session_user on console_session (user_id);
create index console_session_last_seen on console_session (last_seen_at);

create table account (
  id             uuid         primary key,
  slug           varchar(40)  not null constraint account_slug unique,
  name           varchar(100) not null,
  external_id    varchar(255) constraint account_external_id unique,
  status         varchar(16)  not null check (status in ('ACTIVE', 'SUSPENDED', 'CLOSED')),
  created_at     timestamp(6) with time zone not null
);

create table member (
  account_id     uuid         not null references account (id),
  user_id        uuid         not null references users (id),
  role           varchar(16)  not null check (role in ('OWNER', 'ADMIN', 'DEVELOPER', 'AUDITOR')),
  joined_at      timestamp(6) with time zone not null,
  primary key (account_id, user_id)
);
create index member_user on member (user_id);

create table api_access (
  account_id     uuid         primary key references account (id),
  state          varchar(8)   not null check (state in ('OFF', 'ON', 'PAUSED')),
  enabling_id    uuid,
  token_id       uuid,
  sealed_salt    varchar(300),
  enabled_at     timestamp(6) with time zone,
  enabled_by     uuid         references users (id),
  salt_copied_at timestamp(6) with time zone,
  salt_copied_by uuid         references users (id),
  change_id      uuid         not null,
  change_kind    varchar(16)  not null,
  changed_at     timestamp(6) with time zone not null,
  changed_by     uuid         references users (id),
  constraint api_access_secrets check (
    (state = 'OFF' and enabling_id is null and token_id is null and sealed_salt is null)
    or (state <> 'OFF' and enabling_id is not null and token_id is not null and sealed_salt is not null))
);

create table auth_token (
  account_id     uuid         not null references api_access (account_id),
  id             uuid         not null,
  lookup_hash    varchar(43)  not null constraint auth_token_lookup_hash unique,
  sealed         varchar(300) not null,
  hint           varchar(4)   not null,
  created_at     timestamp(6) with time zone not null,
  created_by     uuid         references users (id),
  expires_at     timestamp(6) with time zone,
  copied_at      timestamp(6) with time zone,
  copied_by      uuid         references users (id),
  primary key (account_id, id)
);
create index auth_token_expires_at on auth_token (expires_at);
alter table api_access add constraint api_access_token
  foreign key (account_id, token_id) references auth_token (account_id, id);

create table retired_token (
  account_id     uuid         not null references account (id),
  token_id       uuid         not null,
  lookup_hash    varchar(43)  not null constraint retired_token_lookup_hash unique,
  retired_at     timestamp(6) with time zone not null,
  primary key (account_id, token_id)
);
create index retired_token_retired_at on retired_token (retired_at);

create table whitelist (
  account_id     uuid         primary key references account (id),
  mode           varchar(12)  not null check (mode in ('OFF', 'REPORT_ONLY', 'ENFORCED')),
  version        bigint       not null,
  changed_at     timestamp(6) with time zone not null,
  changed_by     uuid         references users (id)
);

create table whitelist_entry (
  account_id     uuid         not null references whitelist (account_id),
  id             uuid         not null,
  address_range  varchar(49)  not null,
  label          varchar(100),
  created_at     timestamp(6) with time zone not null,
  created_by     uuid         references users (id),
  expires_at     timestamp(6) with time zone,
  primary key (account_id, id),
  constraint whitelist_entry_range unique (account_id, address_range)
);
create index whitelist_entry_expires_at on whitelist_entry (expires_at);

-- A chain per account, and the chain of all zeros for what belongs to none.
create table audit_chain (
  id             uuid         primary key,
  last_seq       bigint       not null,
  last_hash      varchar(43)  not null
);
insert into audit_chain (id, last_seq, last_hash) values ('00000000-0000-0000-0000-000000000000', 0, '');

create table audit_entry (
  chain_id       uuid         not null references audit_chain (id),
  seq            bigint       not null,
  account_id     uuid         references account (id),
  happened_at    timestamp(6) with time zone not null,
  code           varchar(60)  not null,
  actor_kind     varchar(16)  not null,
  actor_id       uuid,
  actor_address  varchar(45),
  subject        varchar(300),
  parameters     varchar(4000) not null,
  previous_hash  varchar(43)  not null,
  hash           varchar(43)  not null,
  primary key (chain_id, seq)
);

-- The single row's lock makes ticks commit in order, with no gaps.
create table change_clock (
  id             smallint     primary key check (id = 1),
  epoch          uuid         not null,
  tick           bigint       not null
);
insert into change_clock (id, epoch, tick) values (1, '00000000-0000-0000-0000-000000000000', 0);

create table change_feed (
  tick           bigint       primary key,
  account_id     uuid         not null,
  changed_at     timestamp(6) with time zone not null
);
create index change_feed_changed_at on change_feed (changed_at);
