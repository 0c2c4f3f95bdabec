-- A person's passkeys (WebAuthn). Public keys are no secrets; the credential's id is found by its hash, since it can be
-- longer than an index takes.
create table passkey (
  id               uuid          primary key,
  user_id          uuid          not null references users (id),
  credential_hash  varchar(43)   not null unique,
  credential_id    varchar(1400) not null,
  credential_data  varchar(3000) not null,
  user_handle      varchar(43)   not null,
  rp_id            varchar(253)  not null,
  name             varchar(100)  not null,
  sign_count       bigint        not null,
  backup_eligible  boolean       not null,
  backed_up        boolean       not null,
  transports       varchar(100)  not null,
  added_at         timestamp(6) with time zone not null,
  last_used_at     timestamp(6) with time zone
);
create index passkey_user on passkey (user_id);
create index passkey_rp_id on passkey (rp_id);

-- Challenges that a passkey has answered: no other answer to one of them counts. They are kept until they expire.
create table spent_challenge (
  hash             varchar(43)   primary key,
  expires_at       timestamp(6) with time zone not null
);
create index spent_challenge_expires on spent_challenge (expires_at);
