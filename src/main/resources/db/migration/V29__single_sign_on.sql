-- Who a person is at an identity provider. A person may have several.
create table external_identity (
  issuer         varchar(255) not null,
  subject        varchar(255) not null,
  user_id        uuid         not null references users (id),
  linked_at      timestamp(6) with time zone not null,
  last_used_at   timestamp(6) with time zone not null,
  primary key (issuer, subject)
);
create index external_identity_user on external_identity (user_id);

-- What a console session owes to a provider. No foreign key: a session that takes the place of another takes this over,
-- also where the other ended a moment before.
create table provider_session (
  session_hash    varchar(43)  primary key,
  user_id         uuid         not null references users (id),
  issuer          varchar(255) not null,
  subject         varchar(255) not null,
  sid             varchar(255),
  ends_at         timestamp(6) with time zone not null,
  sealed_id_token varchar(32000)
);
create index provider_session_sid on provider_session (sid);
create index provider_session_subject on provider_session (subject);
create index provider_session_ends on provider_session (ends_at);

-- When a session ends at the latest, where that is before its lifetime.
alter table console_session add column ends_at timestamp(6) with time zone;

-- Tokens of providers that count once, by hash, for as long as they would be valid.
create table used_token (
  hash           varchar(43)  primary key,
  expires_at     timestamp(6) with time zone not null
);
create index used_token_expires on used_token (expires_at);

-- The provider whose groups made somebody a member; null for members who were invited.
alter table member add column issuer varchar(255);

-- A form that waits while its person confirms at a provider who they are: sealed, for 15 minutes, taken once.
create table waiting_form (
  session_hash   varchar(43)  primary key,
  user_id        uuid         not null references users (id),
  path           varchar(1000) not null,
  csrf_token     varchar(43)  not null,
  form           varchar(1000000) not null,
  kept_at        timestamp(6) with time zone not null
);
create index waiting_form_kept_at on waiting_form (kept_at);
