-- Calls that carried an Idempotency-Key and were answered with 2xx; key_hash is of caller, path and key. A row is
-- inserted as its call's transaction begins and completed as it ends, so that no other transaction sees one without a
-- status. created has ids, separated by spaces; null where the answer is not repeated.
create table idempotency_key (
  key_hash       varchar(43)  primary key,
  body_hash      varchar(43)  not null,
  status         smallint,
  created        varchar(370000),
  created_at     timestamp(6) with time zone not null
);
create index idempotency_key_created on idempotency_key (created_at);

-- Until then, at most, the answer with the present token has not left.
alter table api_access add column answering_until timestamp(6) with time zone;
