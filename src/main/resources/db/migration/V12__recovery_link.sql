-- One link per person with which an operator helps them back in; it works once.
create table recovery_link (
  user_id        uuid         primary key references users (id),
  token_hash     varchar(43)  not null constraint recovery_link_token_hash unique,
  created_at     timestamp(6) with time zone not null,
  created_by     uuid         not null references users (id),
  expires_at     timestamp(6) with time zone not null
);
