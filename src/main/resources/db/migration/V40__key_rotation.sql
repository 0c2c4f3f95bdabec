-- A key is in use from its activation on. A removed one is kept by the ring for checking alone.
alter table key_ring_key add column activated_at timestamp(6) with time zone;
alter table key_ring_key add column removed_at timestamp(6) with time zone;
update key_ring_key set activated_at = registered_at;

-- The active key stands beside the change clock, which each node polls: a node that lacks it can decide nothing.
alter table change_clock add column key_id varchar(8);

-- The nodes that run, with the keys of their rings. A row is of one process.
create table node (
  id             uuid         primary key,
  name           varchar(100) not null,
  key_ids        varchar(2000) not null,
  active_key     varchar(8)   not null,
  seen_at        timestamp(6) with time zone not null
);

-- How far each kind of sealed value has been sealed anew under the active key.
create table key_ring_pass (
  part           varchar(40)  primary key,
  key_id         varchar(8)   not null,
  place          varchar(400),
  done           bigint       not null,
  total          bigint       not null,
  changed        bigint       not null,
  begun_at       timestamp(6) with time zone not null,
  finished_at    timestamp(6) with time zone
);
