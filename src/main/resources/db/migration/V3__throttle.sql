-- One row per bucket that is not full: the moment at which it will be. A slot is a keyed hash of what is counted, so
-- that no name and no address stands here, and there are never more rows than slots.
create table throttle (
  kind           varchar(8)   not null check (kind in ('ADDRESS', 'NAME', 'DEVICE')),
  slot           integer      not null,
  full_at        timestamp(6) with time zone not null,
  told_at        timestamp(6) with time zone,
  primary key (kind, slot)
);
create index throttle_full_at on throttle (full_at);

-- Browsers on which somebody has signed in before. They sign nobody in.
create table known_device (
  id_hash        varchar(43)  primary key,
  user_id        uuid         not null references users (id),
  created_at     timestamp(6) with time zone not null,
  last_used_at   timestamp(6) with time zone not null
);
create index known_device_user on known_device (user_id);
create index known_device_last_used on known_device (last_used_at);
