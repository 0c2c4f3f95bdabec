create table invitation (
  account_id     uuid         not null references account (id),
  id             uuid         not null,
  email          varchar(254) not null,
  role           varchar(16)  not null check (role in ('OWNER', 'ADMIN', 'DEVELOPER', 'AUDITOR')),
  token_hash     varchar(43)  not null constraint invitation_token_hash unique,
  created_at     timestamp(6) with time zone not null,
  created_by     uuid         references users (id),
  expires_at     timestamp(6) with time zone not null,
  primary key (account_id, id),
  constraint invitation_email unique (account_id, email)
);
create index invitation_expires_at on invitation (expires_at);

-- Forms that were sent, so that none does its work twice.
create table form_sent (
  nonce          varchar(43)  primary key,
  account_id     uuid         not null references account (id),
  sent_by        uuid         references users (id),
  sent_at        timestamp(6) with time zone not null
);
create index form_sent_sent_at on form_sent (sent_at);
