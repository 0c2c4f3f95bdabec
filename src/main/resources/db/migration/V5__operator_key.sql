-- Keys of the operator API. A revoked one stays, so that the trail's ids keep their names.
create table operator_key (
  id             uuid         primary key,
  name           varchar(100) not null,
  lookup_hash    varchar(43)  not null constraint operator_key_lookup_hash unique,
  hint           varchar(4)   not null,
  scopes         varchar(100) not null,
  addresses      varchar(2000),
  created_at     timestamp(6) with time zone not null,
  created_by     uuid         references users (id),
  expires_at     timestamp(6) with time zone,
  revoked_at     timestamp(6) with time zone,
  last_used_at   timestamp(6) with time zone
);
